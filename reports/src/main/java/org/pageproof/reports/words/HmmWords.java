package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmVisitor;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** A command of the HMM test driver as one line for a kernel developer; misuse is spelled out. */
public final class HmmWords implements HmmVisitor<List<String>, String> {
  private static final HmmWords INSTANCE = new HmmWords();

  private HmmWords() {}

  /** The command in words, such as {@code m0 TODEV r0p1+2 (npages + 2^52)}. */
  public static String of(HmmCommand command) {
    List<String> remarks = new ArrayList<>();
    String words = command.accept(INSTANCE, remarks);
    return remarks.isEmpty() ? words : words + " (" + String.join(", ", remarks) + ")";
  }

  /** The protection of mprotect(2) by the names of the kernel's headers; also valid C. */
  public static String protection(Protection protection) {
    return switch (protection) {
      case READ_WRITE -> "PROT_READ | PROT_WRITE";
      case READ -> "PROT_READ";
      case WRITE -> "PROT_WRITE";
      case NONE -> "PROT_NONE";
    };
  }

  @Override
  public String open(Open c, List<String> remarks) {
    return "open /dev/hmm_dmirror" + c.device() + " as m" + c.mirror();
  }

  @Override
  public String close(Close c, List<String> remarks) {
    return "close m" + c.mirror();
  }

  @Override
  public String deviceRead(DeviceRead c, List<String> remarks) {
    return ioctl("READ", c.request(), remarks);
  }

  @Override
  public String deviceWrite(DeviceWrite c, List<String> remarks) {
    return ioctl("WRITE", c.request(), remarks);
  }

  @Override
  public String migrateToDevice(MigrateToDevice c, List<String> remarks) {
    return ioctl("TODEV", c.request(), remarks);
  }

  @Override
  public String migrateToSystem(MigrateToSystem c, List<String> remarks) {
    return ioctl("TOSYS", c.request(), remarks);
  }

  @Override
  public String snapshot(Snapshot c, List<String> remarks) {
    return ioctl("SNAPSHOT", c.request(), remarks);
  }

  @Override
  public String exclusive(Exclusive c, List<String> remarks) {
    return ioctl("EXCLUSIVE", c.request(), remarks);
  }

  @Override
  public String checkExclusive(CheckExclusive c, List<String> remarks) {
    return ioctl("CHECK_EXCLUSIVE", c.request(), remarks);
  }

  @Override
  public String release(Release c, List<String> remarks) {
    return ioctl("RELEASE", c.request(), remarks);
  }

  @Override
  public String setFlags(SetFlags c, List<String> remarks) {
    if ((c.value() & SetFlags.FAIL_ALLOC) != 0) {
      remarks.add("FAIL_ALLOC");
    }
    return "m" + c.mirror() + " FLAGS 0x" + Long.toHexString(c.value());
  }

  @Override
  public String misuse(Misuse c, List<String> remarks) {
    String call =
        switch (c.call()) {
          case UNKNOWN_IOCTL -> "ioctl with the unknown number 0x3f";
          case WRONG_SIZE -> "SNAPSHOT with the size of another argument";
          case WRONG_DIRECTION -> "SNAPSHOT with the direction of a call that only writes";
          case UNKNOWN_UNALIGNED -> "ioctl with the unknown number 0x3f, addr not page aligned";
          case UNKNOWN_UNREADABLE -> "ioctl with the unknown number 0x3f, struct at a bad address";
          case READ -> "read(2) of 8 bytes";
          case WRITE -> "write(2) of 8 bytes";
        };
    return "m" + c.mirror() + " " + call;
  }

  @Override
  public String map(Map c, List<String> remarks) {
    switch (c.backing()) {
      case ANONYMOUS -> {
        if (c.isHuge()) {
          remarks.add("then madvise(MADV_HUGEPAGE)");
        }
      }
      case SHARED -> remarks.add("MAP_SHARED | MAP_ANONYMOUS");
      case PRIVATE_FILE -> remarks.add("MAP_PRIVATE of a memfd, page k holds #" + c.id() + ".k");
    }
    return "mmap r" + c.region() + "p0+" + c.pages();
  }

  @Override
  public String unmap(Unmap c, List<String> remarks) {
    return "munmap " + range(c.range());
  }

  @Override
  public String protect(Protect c, List<String> remarks) {
    return "mprotect " + range(c.range()) + ", " + protection(c.protection());
  }

  @Override
  public String remap(Remap c, List<String> remarks) {
    return "mremap " + range(c.range()) + " to " + range(c.destination());
  }

  @Override
  public String dontNeed(DontNeed c, List<String> remarks) {
    return "madvise(MADV_DONTNEED) " + range(c.range());
  }

  @Override
  public String touch(Touch c, List<String> remarks) {
    remarks.add(
        switch (c.access()) {
          case READ, WRITE -> "user code";
          case SYSCALL_READ -> "inside write(2)";
          case SYSCALL_WRITE -> "inside read(2)";
        });
    return (c.access().isWrite() ? "CPU writes " : "CPU reads ") + page(c.region(), c.page());
  }

  @Override
  public String fork(Fork c, List<String> remarks) {
    return "fork";
  }

  @Override
  public String reap(Reap c, List<String> remarks) {
    return "kill and reap the child";
  }

  @Override
  public String childTouch(ChildTouch c, List<String> remarks) {
    String verb = c.write() ? "write" : "read";
    return verb + " the child's " + page(c.region(), c.page()) + " through /proc/PID/mem";
  }

  private static String ioctl(String name, Request request, List<String> remarks) {
    switch (request.shape()) {
      case WHOLE -> {}
      case UNALIGNED -> remarks.add("addr + 16 bytes");
      case EMPTY -> remarks.add("npages 0");
      case HIGH_BITS -> remarks.add("npages + 2^52");
      case ONLY_HIGH_BITS -> remarks.add("npages 2^52");
      case WRAPPING -> remarks.add("npages 2^52 - 1, wraps around");
      case BEYOND_TASK -> remarks.add("addr 0xffff800000000000, beyond the task");
      case TOO_LARGE -> remarks.add("npages 2^32");
    }
    switch (request.buffer()) {
      case VALID -> {}
      case BAD -> remarks.add("ptr at a bad address");
      case READ_ONLY -> remarks.add("ptr to read-only pages");
      case STRUCT_UNREADABLE -> remarks.add("struct at a bad address");
      case STRUCT_READ_ONLY -> remarks.add("struct in a read-only page");
    }
    PageRange range = PageRange.of(request.region(), request.page(), request.count());
    return "m" + request.mirror() + " " + name + " " + range(range);
  }

  private static String range(PageRange range) {
    return page(range.region(), range.page()) + "+" + range.count();
  }

  private static String page(int region, int page) {
    return "r" + region + "p" + page;
  }
}
