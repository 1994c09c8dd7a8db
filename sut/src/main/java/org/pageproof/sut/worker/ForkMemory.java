package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;

/**
 * What a child needs of this process's memory, and how the rest is left out of forks: the page
 * tables of a Java machine make most of a fork's cost, and its next writes most of what follows.
 */
final class ForkMemory {
  private static final int STACK_BYTES = 1 << 16;

  /** The upper end of a stack is not used itself; 16 bytes keep it aligned. */
  private static final int STACK_ALIGNMENT = 16;

  private static final long ARENA_END = AddressPlan.BASE + 64L * AddressPlan.PAGE_SIZE;

  private final long function = Libc.function("sleep");
  private final long loader = Libc.function("__tls_get_addr");
  private final NativeMemory stack = NativeMemory.allocate(STACK_BYTES);
  private final List<Mapping> leftOut = new ArrayList<>();

  private record Mapping(long start, long end, String name) {
    private static Mapping parse(String line) {
      String[] fields = line.split("\\s+", 6); // range, rights, offset, device, inode, name
      int dash = fields[0].indexOf('-');
      return new Mapping(
          Long.parseUnsignedLong(fields[0].substring(0, dash), 16),
          Long.parseUnsignedLong(fields[0].substring(dash + 1), 16),
          fields.length < 6 ? "" : fields[5]);
    }

    private boolean holds(long address) {
      return start <= address && address < end;
    }

    private boolean advise(int advice) {
      return Libc.madvise(start, end - start, advice) == 0;
    }
  }

  /** The address of sleep(3). */
  long function() {
    return function;
  }

  /** The upper end of a stack for the child; the child has its own copy of it. */
  long stackEnd() {
    return stack.address() + STACK_BYTES - STACK_ALIGNMENT;
  }

  /**
   * Leaves out of forks all that is mapped now and that a child of the calling thread does not
   * need. What cannot be left out is copied, which only takes longer.
   */
  void leaveOut() {
    List<Mapping> mappings = mappings();
    Set<String> libraries = new HashSet<>();
    for (Mapping mapping : mappings) {
      if (mapping.holds(function) || mapping.holds(loader)) {
        libraries.add(mapping.name());
      }
    }
    long thread = Libc.pthread_self();
    long libraryEnd = 0;
    for (Mapping mapping : mappings) {
      boolean unnamedPart = mapping.start() == libraryEnd && mapping.name().isEmpty();
      if (libraries.contains(mapping.name()) || unnamedPart) {
        libraryEnd = mapping.end();
      } else if (!isNeeded(mapping, thread) && mapping.advise(Libc.MADV_DONTFORK)) {
        leftOut.add(mapping);
      }
    }
  }

  /** The arena, the stack, the thread-local storage, and what the kernel maps. */
  private boolean isNeeded(Mapping mapping, long thread) {
    return (mapping.start() < ARENA_END && mapping.end() > AddressPlan.BASE)
        || mapping.holds(stack.address())
        || mapping.holds(thread)
        || mapping.name().startsWith("[v");
  }

  /** Undoes {@link #leaveOut()}. */
  void takeBack() {
    leftOut.forEach(mapping -> mapping.advise(Libc.MADV_DOFORK));
    leftOut.clear();
  }

  private static List<Mapping> mappings() {
    try {
      return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(Mapping::parse).toList();
    } catch (IOException e) {
      throw new HarnessException("/proc/self/maps cannot be read: " + e.getMessage(), e);
    }
  }
}
