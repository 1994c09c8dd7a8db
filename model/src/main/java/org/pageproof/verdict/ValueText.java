package org.pageproof.verdict;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;

/** Observed values in words. */
public final class ValueText {
  /** UFFD_PAGEFAULT_FLAG_* by bit. */
  private static final List<String> FAULT_FLAGS = List.of("WRITE", "WP", "MINOR");

  private ValueText() {}

  /** A reply in words. */
  public static String of(Reply reply) {
    if (reply instanceof Reply.Returned returned) {
      long value = returned.value();
      return value >= 0 && value < 1 << 16 ? Long.toString(value) : Token.describe(value);
    }
    if (reply instanceof Reply.Refused refused) {
      return refused.errno().name();
    }
    if (reply instanceof Reply.Blocked) {
      return "blocked";
    }
    if (reply instanceof Reply.Signalled signalled) {
      return signalled.signal();
    }
    if (reply instanceof Reply.Withheld withheld) {
      return "withheld (" + withheld.reason() + ")";
    }
    if (reply instanceof Reply.Died died) {
      return "worker died: " + firstLine(died.how());
    }
    return reply instanceof Reply.Hung hung ? "worker hangs: " + firstLine(hung.evidence()) : "";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** A message in words. */
  public static String of(Message message, AddressPlan plan) {
    boolean fault = message.event() == Message.PAGEFAULT;
    String event = fault ? "PAGEFAULT" : "event 0x" + Integer.toHexString(message.event());
    String flags =
        fault ? faultFlags(message.flags()) : "flags 0x" + Long.toHexString(message.flags());
    String thread = message.thread() == Message.NO_THREAD ? "" : " thread " + message.thread();
    return event
        + (message.flags() == 0 ? "" : " " + flags)
        + " "
        + plan.describeAddress(message.address())
        + thread;
  }

  /** The flags of a page fault by the ends of their names in linux/userfaultfd.h. */
  private static String faultFlags(long flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FAULT_FLAGS.size(); bit++) {
      if ((flags >>> bit & 1) != 0) {
        names.add(FAULT_FLAGS.get(bit));
      }
    }
    long unknown = flags >>> FAULT_FLAGS.size() << FAULT_FLAGS.size();
    if (unknown != 0) {
      names.add("0x" + Long.toHexString(unknown));
    }
    return String.join(" | ", names);
  }

  /** What SNAPSHOT says of a page, by the ends of the names in lib/test_hmm_uapi.h. */
  public static String ofSnapshot(int value) {
    if (value == MirrorView.ERROR) {
      return "ERROR";
    }
    if (value == MirrorView.NOTHING) {
      return "NONE";
    }
    List<String> names = new ArrayList<>();
    names.add(
        switch (value & 0x03) {
          case MirrorView.READ -> "READ";
          case MirrorView.WRITE -> "WRITE";
          default -> "0x" + Integer.toHexString(value & 0x03);
        });
    if ((value & MirrorView.PMD) != 0) {
      names.add("PMD");
    }
    if ((value & MirrorView.PUD) != 0) {
      names.add("PUD");
    }
    switch (value & 0xf0) {
      case 0 -> {}
      case MirrorView.ZERO -> names.add("ZERO");
      case MirrorView.PRIVATE_LOCAL -> names.add("DEV_PRIVATE_LOCAL");
      case MirrorView.PRIVATE_REMOTE -> names.add("DEV_PRIVATE_REMOTE");
      case MirrorView.COHERENT_LOCAL -> names.add("DEV_COHERENT_LOCAL");
      case MirrorView.COHERENT_REMOTE -> names.add("DEV_COHERENT_REMOTE");
      default -> names.add("0x" + Integer.toHexString(value & 0xf0));
    }
    return String.join(" | ", names);
  }

  /** Kernel taint bits in words; Documentation/admin-guide/tainted-kernels.rst. */
  public static String ofTaint(long taint) {
    long warning = 1L << 9;
    if (taint == warning) {
      return "kernel warning";
    }
    return "taint 0x" + Long.toHexString(taint);
  }

  /** The poll events in words. */
  public static String ofPoll(int events) {
    return switch (events) {
      case 0 -> "0";
      case DescriptorView.POLLIN -> "POLLIN";
      case DescriptorView.POLLERR -> "POLLERR";
      case DescriptorView.POLLNVAL -> "POLLNVAL";
      default -> "0x" + Integer.toHexString(events);
    };
  }
}
