package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** A userfaultfd command as one line for a kernel developer; misuse is spelled out. */
public final class UffdWords implements UffdVisitor<List<String>, String> {
  private static final UffdWords INSTANCE = new UffdWords();

  private UffdWords() {}

  /** The command in words, such as {@code UFFDIO_COPY fd0 r0p0+2 (MODE_DONTWAKE)}. */
  public static String of(UffdCommand command) {
    List<String> remarks = new ArrayList<>();
    String words = command.accept(INSTANCE, remarks);
    return remarks.isEmpty() ? words : words + " (" + String.join(", ", remarks) + ")";
  }

  @Override
  public String open(Open c, List<String> remarks) {
    if (c.handshake()) {
      remarks.add("then UFFDIO_API");
    }
    String call =
        c.entry() == Open.Entry.DEVICE
            ? "USERFAULTFD_IOC_NEW on /dev/userfaultfd"
            : "userfaultfd(2)";
    return call + " as fd" + c.fd() + ", flags " + UffdFlags.open(c.flags());
  }

  @Override
  public String api(Api c, List<String> remarks) {
    if (c.api() != Api.VERSION) {
      remarks.add("api 0x" + Long.toHexString(c.api()));
    }
    if (c.features() != 0) {
      remarks.add(features(c.features()));
    }
    return ioctl("UFFDIO_API", c.fd(), c.argument(), remarks);
  }

  @Override
  public String close(Close c, List<String> remarks) {
    return "close fd" + c.fd();
  }

  @Override
  public String register(Register c, List<String> remarks) {
    remarks.add(shortMode(UffdFlags.register(c.mode())));
    return ioctl("UFFDIO_REGISTER", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String unregister(Unregister c, List<String> remarks) {
    return ioctl("UFFDIO_UNREGISTER", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String copy(Copy c, List<String> remarks) {
    if (c.mode() != 0) {
      remarks.add(shortMode(UffdFlags.copy(c.mode())));
    }
    if (c.source() != Source.TOKENS) {
      remarks.add(source(c.source()));
    }
    return ioctl("UFFDIO_COPY", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String zeropage(Zeropage c, List<String> remarks) {
    if (c.mode() != 0) {
      remarks.add(shortMode(UffdFlags.zeropage(c.mode())));
    }
    return ioctl("UFFDIO_ZEROPAGE", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String writeProtect(WriteProtect c, List<String> remarks) {
    remarks.add(shortMode(UffdFlags.writeProtect(c.mode())));
    return ioctl("UFFDIO_WRITEPROTECT", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String wake(Wake c, List<String> remarks) {
    return ioctl("UFFDIO_WAKE", c.fd(), c.argument(), remarks) + range(c.range(), remarks);
  }

  @Override
  public String poll(Poll c, List<String> remarks) {
    return "poll fd" + c.fd();
  }

  @Override
  public String read(Read c, List<String> remarks) {
    if (c.badBuffer()) {
      remarks.add("into a buffer that is not mapped");
    }
    return "read " + c.bytes() + " bytes from fd" + c.fd();
  }

  @Override
  public String setNonblocking(SetNonblocking c, List<String> remarks) {
    return "fcntl(F_SETFL) fd" + c.fd() + (c.nonblocking() ? " with" : " without") + " O_NONBLOCK";
  }

  @Override
  public String misuse(Misuse c, List<String> remarks) {
    return switch (c.call()) {
      case UNKNOWN_IOCTL -> "ioctl with an unknown number on fd" + c.fd();
      case WRONG_SIZE -> "UFFDIO_REGISTER with the size of another argument on fd" + c.fd();
      case WRITE -> "write 32 bytes to fd" + c.fd();
      case MMAP -> "mmap fd" + c.fd();
      case SEEK -> "lseek fd" + c.fd() + " to the start";
      case DEVICE_IOCTL -> "ioctl with an unknown number on /dev/userfaultfd";
    };
  }

  @Override
  public String map(Map c, List<String> remarks) {
    switch (c.backing()) {
      case ANONYMOUS -> {}
      case FILE -> remarks.add(Map.FILE_PATH + ", PROT_NONE");
      case READ_ONLY_SHMEM -> remarks.add("a memfd opened O_RDONLY, MAP_SHARED, PROT_NONE");
    }
    return "mmap r" + c.region() + "p0+" + c.pages();
  }

  @Override
  public String unmap(Unmap c, List<String> remarks) {
    return "munmap" + range(c.range(), remarks);
  }

  @Override
  public String protect(Protect c, List<String> remarks) {
    return "mprotect" + range(c.range(), remarks) + ", " + UffdFlags.protection(c.protection());
  }

  @Override
  public String remap(Remap c, List<String> remarks) {
    String to =
        c.moves()
            ? range(c.destination(), remarks)
            : " " + Counted.of(c.pages(), "page") + " in place";
    return "mremap" + range(c.range(), remarks) + " to" + to;
  }

  @Override
  public String dontNeed(DontNeed c, List<String> remarks) {
    return "madvise(MADV_DONTNEED)" + range(c.range(), remarks);
  }

  @Override
  public String free(Free c, List<String> remarks) {
    return "madvise(MADV_FREE)" + range(c.range(), remarks);
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
  public String childWrite(ChildWrite c, List<String> remarks) {
    return "write the child's r" + c.region() + "p" + c.page() + " through /proc/PID/mem";
  }

  @Override
  public String touch(Touch c, List<String> remarks) {
    remarks.add(
        switch (c.access()) {
          case READ, READ_LAST, WRITE -> "user code";
          case SYSCALL_READ -> "inside write(2)";
          case SYSCALL_WRITE -> "inside read(2)";
          case POPULATE_READ -> "MADV_POPULATE_READ";
          case POPULATE_WRITE -> "MADV_POPULATE_WRITE";
        });
    String verb =
        switch (c.access()) {
          case READ, SYSCALL_READ -> " reads";
          case READ_LAST -> " reads the end of";
          case WRITE, SYSCALL_WRITE -> " writes";
          case POPULATE_READ, POPULATE_WRITE -> " populates";
        };
    return "thread " + c.thread() + verb + " r" + c.region() + "p" + c.page();
  }

  private static String ioctl(String name, int fd, Argument argument, List<String> remarks) {
    switch (argument) {
      case VALID -> {}
      case UNREADABLE -> remarks.add("argument at a bad address");
      case READ_ONLY -> remarks.add("argument in a read-only page");
    }
    return name + " fd" + fd;
  }

  private static String range(PageRange range, List<String> remarks) {
    switch (range.shape()) {
      case WHOLE -> {}
      case UNALIGNED_START -> remarks.add("start + 16 bytes");
      case UNALIGNED_LENGTH -> remarks.add("length + 16 bytes");
      case EMPTY -> remarks.add("length 0");
      case WRAPPING -> remarks.add("length 2^64 - 4096, wraps around");
      case BEYOND_TASK -> remarks.add("start 0xffff800000000000, beyond the task");
    }
    return " r" + range.region() + "p" + range.page() + "+" + range.count();
  }

  private static String source(Source source) {
    return switch (source) {
      case TOKENS -> "source page aligned";
      case UNALIGNED -> "source 8 bytes into a page";
      case ZEROS -> "source never written, reads as zeros";
      case SECOND_UNMAPPED -> "source mapped for one page only";
      case UNMAPPED -> "source not mapped";
      case WRAPPING -> "source at 2^64 - 4096, wraps around";
    };
  }

  /** {@code features SIGBUS} instead of {@code UFFD_FEATURE_SIGBUS}. */
  private static String features(long features) {
    return "features " + UffdFlags.features(features).replace("UFFD_FEATURE_", "");
  }

  /** {@code MODE_WP} instead of {@code UFFDIO_COPY_MODE_WP}. */
  private static String shortMode(String flags) {
    return (Character.isDigit(flags.charAt(0)) ? "mode " : "")
        + flags.replaceAll("UFFDIO_[A-Z]+_", "");
  }
}
