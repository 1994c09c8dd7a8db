package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request;

/**
 * What the body of an ioctl does in a state: as the driver is known to do it, and as it should.
 *
 * @param command the ioctl
 * @param actual what the known driver does
 * @param promised what it should do; the same unless that is a defect
 */
record Execution(HmmCommand command, Outcome actual, Outcome promised) {

  /** Executes the body of an ioctl whose argument is right. */
  static Execution of(HmmState state, HmmCommand command) {
    if (!(command instanceof MirrorIoctl ioctl)) {
      throw new IllegalArgumentException("no ioctl on a range: " + command);
    }
    Outcome actual = execute(state, ioctl, false);
    if (actual.result() == Result.STALE && !ioctl.request().buffer().isWritable()) {
      actual = actual.withResult(Result.OK); // nobody gets to see what was read
    }
    Outcome promised = actual.isDefect() ? execute(state, ioctl, true) : actual;
    return new Execution(command, actual, promised);
  }

  private static Outcome execute(HmmState state, MirrorIoctl ioctl, boolean ideal) {
    Request request = ioctl.request();
    return switch (ioctl.kind()) {
      case READ -> new DeviceAccess(state, request, ideal).read();
      case WRITE -> new DeviceAccess(state, request, ideal).write(ioctl.id());
      case TODEV -> toDevice(new Draft(state), request, ideal);
      case TOSYS -> toSystem(state, request, ideal);
      case SNAPSHOT -> snapshot(state, request);
      case EXCLUSIVE -> new ExclusiveAccess(state, request).take();
      case CHECK -> check(state, request);
      case RELEASE -> release(state, request);
      default -> throw new IllegalArgumentException("no ioctl on a range: " + ioctl);
    };
  }

  /** The arena page of the range's start; behind the arena if the range lies beyond the task. */
  static int first(HmmState state, Request request) {
    return request.shape() == Request.Shape.BEYOND_TASK
        ? state.plan().arenaPages()
        : request.firstPage(state.plan());
  }

  /** What MIGRATE_TO_DEV does when the device's memory was released before, and not used since. */
  static Outcome onFreshMemory(HmmState state, Request request) {
    Draft draft = new Draft(state);
    draft.freshenMemory();
    return toDevice(draft, request, false);
  }

  private static Outcome toDevice(Draft draft, Request request, boolean ideal) {
    int first = first(draft.from(), request);
    if (ideal) {
      MirrorData.forgetBad(draft, request.mirror(), first, request.count());
    }
    Migration.Result result = Migration.toDevice(draft, request.mirror(), first, request.count());
    if (ideal) {
      draft.forgive();
    }
    Outcome outcome =
        result == Migration.Result.DONE
            ? MirrorData.read(draft, request, 0)
            : Outcome.refused(Result.UNMAPPED, draft.build());
    return outcome.withMigrated(draft.isCorrupted(), draft.hasWarned(), draft.taint());
  }

  private static Outcome toSystem(HmmState state, Request request, boolean ideal) {
    Draft draft = new Draft(state);
    Migration.Returned returned =
        Migration.toSystem(draft, request.mirror(), first(state, request), request.count());
    if (ideal) {
      draft.forgive();
    }
    Outcome outcome =
        switch (returned.result()) {
          case DONE -> Outcome.ok(draft.build(), returned.pages());
          case INVALID -> Outcome.refused(Result.UNMAPPED, draft.build());
          case NO_MEMORY -> Outcome.refused(Result.NO_MEMORY, draft.build());
        };
    return outcome.withMigrated(draft.isCorrupted(), draft.hasWarned(), draft.taint());
  }

  private static Outcome snapshot(HmmState state, Request request) {
    int device = state.device(request.mirror());
    int first = first(state, request);
    List<PageWords> bytes = new ArrayList<>(request.count());
    for (int k = 0; k < request.count(); k++) {
      bytes.add(PageWords.filled(state.parent().snapshotOf(first + k, device)));
    }
    return new Outcome(Result.OK, state, request.count(), 0, bytes, 0);
  }

  private static Outcome check(HmmState state, Request request) {
    int first = first(state, request);
    Mirror mirror = state.mirror(request.mirror());
    int end = Math.min(first + request.count(), mirror.entries.length);
    for (int page = first; page < end; page++) {
      if (mirror.entries[page] == MirrorEntry.EXCLUSIVE) {
        return Outcome.refused(Result.EXCLUSIVE, state);
      }
    }
    return Outcome.ok(state, 0);
  }

  private static Outcome release(HmmState state, Request request) {
    Draft draft = new Draft(state);
    Migration.evict(draft, state.device(request.mirror()));
    return Outcome.ok(draft.build(), 0);
  }
}
