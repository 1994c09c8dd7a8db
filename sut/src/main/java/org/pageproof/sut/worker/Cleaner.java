package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/** Leaves nothing behind after a sequence, and verifies it. */
final class Cleaner {
  private static final long ARENA_BYTES = 64L * AddressPlan.PAGE_SIZE;
  private static final int COVER_FLAGS = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED;
  private static final String USERFAULTFD = "anon_inode:[userfaultfd]";

  private final DescriptorSlots slots;
  private final ChildSlot child;
  private final Touchers touchers;
  private final Settler settler;
  private final Observer observer;
  private int lowestFree = lowestFreeDescriptor();

  Cleaner(
      DescriptorSlots slots,
      ChildSlot child,
      Touchers touchers,
      Settler settler,
      Observer observer) {
    this.slots = slots;
    this.child = child;
    this.touchers = touchers;
    this.settler = settler;
    this.observer = observer;
  }

  /**
   * Closes, reaps, releases and unmaps what the sequence left. Blocked threads first get memory to
   * retry on, because one that is woken over unmapped memory would take the worker with it.
   *
   * @throws HangException if closing and reaping does not release every thread
   * @throws HarnessException if something is left
   */
  void clean(AddressPlan plan) {
    if (touchers.busySet() != 0) {
      coverArena();
    }
    slots.closeAll();
    child.reap(); // the last reference to a context may be the child's
    settler.awaitAllDone();
    if (Libc.munmap(AddressPlan.BASE, ARENA_BYTES) != 0) {
      throw new HarnessException("the arena cannot be unmapped: " + Libc.errno());
    }
    if (!observer.layout().equals(Layout.EMPTY)) {
      throw new HarnessException("leak: the arena is mapped after munmap");
    }
    checkDescriptors();
  }

  private static void coverArena() {
    int protection = Libc.PROT_READ | Libc.PROT_WRITE;
    if (Libc.mmap(AddressPlan.BASE, ARENA_BYTES, protection, COVER_FLAGS, -1, 0) == -1) {
      throw new HarnessException("the arena cannot be covered: " + Libc.errno());
    }
  }

  /**
   * A leaked descriptor has taken the lowest free number. The machine's own files take numbers too
   * (a jar is opened, a proc file is kept), so a change is only the reason to look closer.
   */
  private void checkDescriptors() {
    int free = lowestFreeDescriptor();
    if (free == lowestFree) {
      return;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        if (Files.isSymbolicLink(link) && isUserfaultfd(link)) {
          throw new HarnessException("leak: descriptor " + link.getFileName() + " is still open");
        }
      }
    } catch (IOException e) {
      throw new HarnessException("/proc/self/fd cannot be listed: " + e.getMessage(), e);
    }
    lowestFree = free;
  }

  private static boolean isUserfaultfd(Path link) throws IOException {
    return Files.readSymbolicLink(link).toString().equals(USERFAULTFD);
  }

  private static int lowestFreeDescriptor() {
    int free = Libc.fcntl(0, Libc.F_DUPFD_CLOEXEC, 0);
    if (free < 0) {
      throw new HarnessException("no descriptor is free: " + Libc.errno());
    }
    Libc.close(free);
    return free;
  }
}
