package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.SetFlags;

/** The ioctls of the driver (lib/test_hmm.c). */
final class MirrorCalls {
  private final Memory memory;
  private final HmmConfig config;
  private final AddressPlan plan;
  private final Descriptors descriptors;
  private final Driver driver;
  private final RangeFault rangeFault;
  private final Snapshots snapshots;
  private final ExclusiveAccess exclusiveAccess;

  MirrorCalls(
      Memory memory,
      AddressPlan plan,
      Descriptors descriptors,
      Driver driver,
      FaultHandler handler,
      Snapshots snapshots) {
    this.memory = memory;
    this.config = memory.config();
    this.plan = plan;
    this.descriptors = descriptors;
    this.driver = driver;
    this.rangeFault = new RangeFault(memory, handler);
    this.snapshots = snapshots;
    this.exclusiveAccess = new ExclusiveAccess(memory, handler);
  }

  Answer call(MirrorIoctl command) {
    Argument argument = new Argument(command, plan);
    Mirror mirror = descriptors.get(command.request().mirror());
    if (mirror == null) {
      return argument.end(Errno.EBADF);
    }
    Errno refusal = argument.check();
    return argument.end(refusal == null ? call(command, mirror, argument) : refusal);
  }

  private @Nullable Errno call(MirrorIoctl command, Mirror mirror, Argument argument) {
    return switch (command.kind()) {
      case READ -> read(mirror, argument);
      case WRITE -> write(mirror, argument, command.id());
      case TODEV -> migrateToDevice(mirror, argument);
      case TOSYS ->
          config.driver().migratesBothWays() ? migrateToSystem(mirror, argument) : Errno.EINVAL;
      case SNAPSHOT -> snapshot(mirror, argument);
      case EXCLUSIVE ->
          config.driver().hasExclusive() ? takeExclusive(mirror, argument) : Errno.EINVAL;
      case CHECK -> config.driver().hasExclusive() ? check(mirror, argument) : Errno.EINVAL;
      case RELEASE -> config.driver().hasRelease() ? release(mirror) : Errno.EINVAL;
      default -> throw new IllegalArgumentException("no ioctl about a range: " + command.kind());
    };
  }

  Answer setFlags(SetFlags command) {
    Mirror mirror = descriptors.get(command.mirror());
    if (mirror == null) {
      return Argument.plain(Errno.EBADF);
    }
    Errno refusal = Argument.check(plan.address(0), command.value() << 12);
    if (refusal == null && !config.driver().hasFlags()) {
      refusal = Errno.EINVAL;
    }
    if (refusal == null) {
      boolean fails = (command.value() & SetFlags.FAIL_ALLOC) != 0;
      mirror.setFailsAllocation(fails && !config.has(Fault.FAIL_ALLOC_IGNORED));
    }
    return Argument.plain(refusal);
  }

  private @Nullable Errno read(Mirror mirror, Argument argument) {
    if (!argument.fitsBuffer()) {
      return Errno.ENOMEM;
    }
    List<PageWords> words = new ArrayList<>();
    while (!copyFrom(mirror, argument, argument.end(), words)) {
      int missing = argument.first() + words.size();
      Errno refusal = rangeFault.fault(mirror, missing, argument.end(), false);
      if (refusal != null) {
        return refusal;
      }
      argument.addFault();
    }
    return finish(argument, words);
  }

  /** Copies pages that the mirror has entries for; false if there is one it has none for. */
  private static boolean copyFrom(
      Mirror mirror, Argument argument, int end, List<PageWords> words) {
    for (int page = argument.first() + words.size(); page < end; page++) {
      Frame frame = mirror.frame(page);
      if (frame == null) {
        return false;
      }
      reach(frame);
      words.add(new PageWords(frame.head(), frame.tail()));
    }
    return true;
  }

  /** The driver copies wherever an entry points to. */
  private static void reach(Frame frame) {
    if (!frame.isAddressable()) {
      throw KernelLost.panic("Oops: a copy of memory that the kernel cannot address");
    }
  }

  private static @Nullable Errno finish(Argument argument, List<PageWords> words) {
    argument.addPages(words.size());
    return argument.copyOut(words) ? null : Errno.EFAULT;
  }

  private @Nullable Errno write(Mirror mirror, Argument argument, int id) {
    if (!argument.fitsBuffer()) {
      return Errno.ENOMEM;
    }
    if (!argument.canCopyIn()) {
      return Errno.EFAULT;
    }
    int page = copyTo(mirror, argument, argument.first(), id);
    while (page < argument.end()) {
      Errno refusal = rangeFault.fault(mirror, page, argument.end(), true);
      if (refusal != null) {
        return refusal;
      }
      argument.addFault();
      page = copyTo(mirror, argument, page, id);
    }
    argument.addPages(page - argument.first());
    return null;
  }

  /** Writes pages that the mirror may write; the first one that it may not. */
  private int copyTo(Mirror mirror, Argument argument, int from, int id) {
    int page = from;
    while (page < argument.end()) {
      Frame frame = mirror.frame(page);
      if (frame == null || !mirror.isWritable(page)) {
        break;
      }
      reach(frame);
      long word = Token.of(id, page - argument.first());
      frame.fill(word, word);
      memory.contentsChanged(frame);
      page++;
    }
    return page;
  }

  private @Nullable Errno migrateToDevice(Mirror mirror, Argument argument) {
    int end = argument.end();
    int next;
    for (int page = argument.first(); page < end; page = next) {
      Vma area = mirror.space().lookup(page);
      if (area == null || !area.isReadable()) {
        return Errno.EINVAL;
      }
      next = Math.min(Math.min(end, page + config.migrationChunk()), area.end());
      driver.migrateToDevice(mirror, area, page, next);
      if (stopsAfter(area, next)) {
        end = next;
      }
    }
    return readBack(mirror, argument, end);
  }

  private boolean stopsAfter(Vma area, int next) {
    return next == area.end() && config.has(Fault.MIGRATE_SECOND_VMA);
  }

  /** Copies what the mirror shows now to the caller, for verification. */
  private static @Nullable Errno readBack(Mirror mirror, Argument argument, int end) {
    List<PageWords> words = new ArrayList<>();
    return copyFrom(mirror, argument, end, words) ? finish(argument, words) : Errno.ENOENT;
  }

  private @Nullable Errno migrateToSystem(Mirror mirror, Argument argument) {
    int end = argument.end();
    int next;
    for (int page = argument.first(); page < end; page = next) {
      Vma area = mirror.space().lookup(page);
      if (area == null || !area.isReadable()) {
        return Errno.EINVAL;
      }
      next = Math.min(Math.min(end, page + config.migrationChunk()), area.end());
      int moved = driver.migrateToSystem(mirror, area, page, next);
      if (moved < 0) {
        return Errno.ENOMEM;
      }
      argument.addPages(config.has(Fault.MIGRATE_CPAGES) ? next - page : moved);
      if (stopsAfter(area, next)) {
        break;
      }
    }
    return null;
  }

  private @Nullable Errno snapshot(Mirror mirror, Argument argument) {
    int[] bytes = new int[Math.min(config.faultChunk(), argument.end() - argument.first())];
    int next;
    for (int page = argument.first(); page < argument.end(); page = next) {
      next = Math.min(argument.end(), page + bytes.length);
      for (int i = 0; i < next - page; i++) {
        Vma area = mirror.space().lookup(page + i);
        if (area != null && !area.isReadable() && config.has(Fault.PROT_NONE_SNAPSHOT)) {
          return Errno.EPERM;
        }
        bytes[i] = snapshots.look(mirror.device(), mirror.space(), area, page + i);
      }
      if (!argument.copyOutBytes(bytes, page - argument.first(), next - page)) {
        return Errno.EFAULT;
      }
      argument.addPages(next - page);
    }
    return null;
  }

  private @Nullable Errno takeExclusive(Mirror mirror, Argument argument) {
    Errno refusal = exclusiveAccess.take(mirror, argument.first(), argument.end());
    return refusal == null ? readBack(mirror, argument, argument.end()) : refusal;
  }

  private static @Nullable Errno check(Mirror mirror, Argument argument) {
    for (int page = argument.first(); page < argument.end(); page++) {
      if (mirror.isExclusive(page)) {
        return Errno.EPERM;
      }
    }
    return null;
  }

  private @Nullable Errno release(Mirror mirror) {
    driver.release(mirror.device());
    return null;
  }
}
