package org.pageproof.verdict;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;

/** Observed values in words. */
public final class ValueText {
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
      return "worker died: " + died.how();
    }
    return reply instanceof Reply.Hung hung ? "worker hangs: " + hung.evidence() : "";
  }

  /** A message in words. */
  public static String of(Message message, AddressPlan plan) {
    String event =
        message.event() == Message.PAGEFAULT
            ? "PAGEFAULT"
            : "event 0x" + Integer.toHexString(message.event());
    String flags =
        message.flags() == 0
            ? ""
            : message.flags() == Message.FLAG_WRITE
                ? " WRITE"
                : " flags 0x" + Long.toHexString(message.flags());
    String thread = message.thread() == Message.NO_THREAD ? "" : " thread " + message.thread();
    return event + flags + " " + plan.describeAddress(message.address()) + thread;
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
