package org.pageproof.reports.words;

import org.pageproof.vocabulary.userfaultfd.Features;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;

/** Flags and modes by the names of the kernel's headers; the text is also valid C. */
public final class UffdFlags {
  private UffdFlags() {}

  /** The flags of userfaultfd(2). */
  public static String open(int flags) {
    return new Names(flags & 0xffff_ffffL)
        .name(Open.O_CLOEXEC, "O_CLOEXEC")
        .name(Open.O_NONBLOCK, "O_NONBLOCK")
        .name(Open.UFFD_USER_MODE_ONLY, "UFFD_USER_MODE_ONLY")
        .name(Open.O_RDWR, "O_RDWR")
        .text();
  }

  /** The mode of UFFDIO_REGISTER. */
  public static String register(long mode) {
    return new Names(mode)
        .name(1, "UFFDIO_REGISTER_MODE_MISSING")
        .name(2, "UFFDIO_REGISTER_MODE_WP")
        .name(4, "UFFDIO_REGISTER_MODE_MINOR")
        .text();
  }

  /** The mode of UFFDIO_COPY. */
  public static String copy(long mode) {
    return new Names(mode)
        .name(1, "UFFDIO_COPY_MODE_DONTWAKE")
        .name(2, "UFFDIO_COPY_MODE_WP")
        .text();
  }

  /** The mode of UFFDIO_ZEROPAGE. */
  public static String zeropage(long mode) {
    return new Names(mode).name(1, "UFFDIO_ZEROPAGE_MODE_DONTWAKE").text();
  }

  /** The mode of UFFDIO_WRITEPROTECT. */
  public static String writeProtect(long mode) {
    return new Names(mode)
        .name(1, "UFFDIO_WRITEPROTECT_MODE_WP")
        .name(2, "UFFDIO_WRITEPROTECT_MODE_DONTWAKE")
        .text();
  }

  /** The features of UFFDIO_API. */
  public static String features(long features) {
    Names names = new Names(features);
    for (int bit = 0; bit < Features.named(); bit++) {
      names.name(1L << bit, "UFFD_FEATURE_" + Features.name(bit));
    }
    return names.text();
  }

  /** The protection of mprotect(2). */
  public static String protection(Protection protection) {
    return switch (protection) {
      case READ_WRITE -> "PROT_READ | PROT_WRITE";
      case READ -> "PROT_READ";
      case NONE -> "PROT_NONE";
    };
  }

  private static final class Names {
    private final StringBuilder text = new StringBuilder();
    private long rest;

    private Names(long bits) {
      rest = bits;
    }

    private Names name(long bit, String name) {
      if ((rest & bit) != 0) {
        add(name);
        rest &= ~bit;
      }
      return this;
    }

    private String text() {
      if (rest != 0) {
        add("0x" + Long.toHexString(rest));
      }
      return text.length() == 0 ? "0" : text.toString();
    }

    private void add(String name) {
      text.append(text.length() == 0 ? "" : " | ").append(name);
    }
  }
}
