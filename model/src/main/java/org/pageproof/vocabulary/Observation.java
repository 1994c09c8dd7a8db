package org.pageproof.vocabulary;

import java.util.List;
import java.util.Optional;

/**
 * All that is seen of one executed command. Descriptor numbers, thread ids and addresses are
 * already slots and plan addresses. What an interface does not have is empty.
 *
 * @param reply how the command was answered
 * @param out the argument's out-fields, in the header's order; empty if the command has none or was
 *     not executed
 * @param messages the messages that the command read, in order
 * @param completions touches blocked before this step that ended in it, by thread slot
 * @param descriptors the descriptor slots
 * @param pages the arena's pages
 * @param layout the arena's areas
 * @param child the child's pages, empty if there is no child
 * @param taint kernel taint bits that appeared in this sequence, told in its last step (of the HMM
 *     interface: that appeared in this step); 0 if none
 * @param data what each page of the buffer holds that the command let the kernel fill
 * @param mirrors what the HMM test driver shows, empty for another interface
 */
public record Observation(
    Reply reply,
    List<OutField> out,
    List<Message> messages,
    List<Completion> completions,
    List<DescriptorView> descriptors,
    Pages pages,
    Layout layout,
    Optional<Pages> child,
    long taint,
    List<PageWords> data,
    Optional<MirrorView> mirrors) {
  /** The number of descriptor slots. */
  public static final int DESCRIPTORS = 2;

  private static final List<DescriptorView> NO_DESCRIPTORS =
      List.of(DescriptorView.CLOSED, DescriptorView.CLOSED);

  /** The number of thread slots. */
  public static final int THREADS = 3;

  /** Copies the lists. */
  public Observation {
    out = List.copyOf(out);
    messages = List.copyOf(messages);
    completions = List.copyOf(completions);
    descriptors = List.copyOf(descriptors);
    data = List.copyOf(data);
  }

  /** What is seen of userfaultfd. */
  public Observation(
      Reply reply,
      List<OutField> out,
      List<Message> messages,
      List<Completion> completions,
      List<DescriptorView> descriptors,
      Pages pages,
      Layout layout,
      Optional<Pages> child,
      long taint) {
    this(
        reply,
        out,
        messages,
        completions,
        descriptors,
        pages,
        layout,
        child,
        taint,
        List.of(),
        Optional.empty());
  }

  /** What is seen of the HMM test driver. */
  public static Observation ofMirrors(
      Reply reply,
      List<OutField> out,
      List<PageWords> data,
      Pages pages,
      Layout layout,
      Optional<Pages> child,
      MirrorView mirrors,
      long taint) {
    return new Observation(
        reply,
        out,
        List.of(),
        List.of(),
        NO_DESCRIPTORS,
        pages,
        layout,
        child,
        taint,
        data,
        Optional.of(mirrors));
  }

  /** What is seen while there is no child. */
  public Observation(
      Reply reply,
      List<OutField> out,
      List<Message> messages,
      List<Completion> completions,
      List<DescriptorView> descriptors,
      Pages pages,
      Layout layout,
      long taint) {
    this(reply, out, messages, completions, descriptors, pages, layout, Optional.empty(), taint);
  }

  /** What is seen before the first command: nothing is open, mapped or present. */
  public static Observation initial(AddressPlan plan) {
    return new Observation(
        Reply.ZERO,
        List.of(),
        List.of(),
        List.of(),
        NO_DESCRIPTORS,
        Pages.empty(plan),
        Layout.EMPTY,
        Optional.empty(),
        0);
  }

  /** A reply after which nothing else could be seen: the worker died or hangs. */
  public static Observation lost(Reply reply, Observation before) {
    return new Observation(
        reply,
        List.of(),
        List.of(),
        List.of(),
        before.descriptors,
        before.pages,
        before.layout,
        before.child,
        0,
        List.of(),
        before.mirrors);
  }
}
