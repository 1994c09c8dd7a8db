package org.pageproof.sut.worker.hmm;

import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.worker.AreaCalls;
import org.pageproof.sut.worker.NativeAccess;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** The calls that change the arena's areas, and the touches of its pages. */
final class ArenaCalls {
  private static final int READ_WRITE = Libc.PROT_READ | Libc.PROT_WRITE;

  private final HmmObserver observer;
  private final FilePages filePages = new FilePages();
  private final NativeAccess access = new NativeAccess();

  ArenaCalls(HmmObserver observer) {
    this.observer = observer;
  }

  HmmOutcome map(Map c, AddressPlan plan) {
    return HmmOutcome.of(
        switch (c.backing()) {
          case ANONYMOUS -> mapAnonymous(c, plan);
          case SHARED -> map(c, Libc.MAP_SHARED | Libc.MAP_ANONYMOUS, -1, plan);
          case PRIVATE_FILE -> map(c, Libc.MAP_PRIVATE, filePages.file(c.id(), c.pages()), plan);
        });
  }

  private static Reply mapAnonymous(Map c, AddressPlan plan) {
    Reply reply = map(c, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, plan);
    boolean advised = c.isHuge() && reply.equals(Reply.ZERO);
    return advised
        ? AreaCalls.advise(PageRange.of(c.region(), 0, c.pages()), Libc.MADV_HUGEPAGE, plan)
        : reply;
  }

  private static Reply map(Map c, int flags, int fd, AddressPlan plan) {
    return AreaCalls.map(plan, c.region(), c.pages(), READ_WRITE, flags, fd);
  }

  HmmOutcome unmap(Unmap c, AddressPlan plan) {
    return HmmOutcome.of(AreaCalls.unmap(c.range(), plan));
  }

  HmmOutcome protect(Protect c, AddressPlan plan) {
    int protection =
        (c.protection().isReadable() ? Libc.PROT_READ : 0)
            | (c.protection().isWritable() ? Libc.PROT_WRITE : 0);
    return HmmOutcome.of(AreaCalls.protect(c.range(), protection, plan));
  }

  HmmOutcome remap(Remap c, AddressPlan plan) {
    if (!observer.lastLayout().insideOneArea(c.range(), plan)) {
      return HmmOutcome.withheld(Withholding.NOT_ONE_AREA);
    }
    int flags = Libc.MREMAP_MAYMOVE | Libc.MREMAP_FIXED;
    return HmmOutcome.of(AreaCalls.remap(c.range(), c.destination(), flags, plan));
  }

  HmmOutcome dontNeed(DontNeed c, AddressPlan plan) {
    return HmmOutcome.of(AreaCalls.advise(c.range(), Libc.MADV_DONTNEED, plan));
  }

  HmmOutcome touch(Touch c, AddressPlan plan) {
    int page = plan.arenaPage(c.region(), c.page());
    int unit = plan.areaUnit(page);
    if (c.access().isUserMode()) {
      Layout layout = observer.lastLayout();
      if ((layout.mapped() >>> unit & 1) == 0) {
        return HmmOutcome.withheld(Withholding.UNMAPPED_TOUCH);
      }
      // Memory that may only be written can be read nevertheless.
      long permitted = layout.writable() | (c.access().isWrite() ? 0 : layout.readable());
      if ((permitted >>> unit & 1) == 0) {
        return HmmOutcome.withheld(Withholding.PROTECTED_TOUCH);
      }
    }
    long address = plan.address(page);
    long token = Token.of(c.id(), 0);
    return HmmOutcome.of(
        switch (c.access()) {
          case READ -> access.load(address);
          case WRITE -> access.store(address, token);
          case SYSCALL_READ -> access.loadBySystemCall(address);
          case SYSCALL_WRITE -> access.storeBySystemCall(address, token);
        });
  }
}
