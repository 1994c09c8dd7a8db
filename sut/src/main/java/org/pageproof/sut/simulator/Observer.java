package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;

/** Looks at the simulated kernel after each step; what did not change is not made again. */
final class Observer {
  private final AddressSpace space;
  private final Descriptors descriptors;
  private final MessageCalls messages;
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages pages;
  private Layout layout = Layout.EMPTY;
  private List<DescriptorView> views = List.of(DescriptorView.CLOSED, DescriptorView.CLOSED);

  Observer(AddressPlan plan, AddressSpace space, Descriptors descriptors, MessageCalls messages) {
    this.space = space;
    this.descriptors = descriptors;
    this.messages = messages;
    this.bits = new byte[plan.arenaPages()];
    this.head = new long[plan.arenaPages()];
    this.tail = new long[plan.arenaPages()];
    this.pages = Pages.empty(plan);
  }

  /** All that is seen of a step that gave this answer and let these touches end. */
  Observation observe(Answer answer, List<Completion> completions) {
    lookAtPages();
    lookAtDescriptors();
    layout = space.layout(layout);
    return new Observation(
        answer.reply(), answer.out(), answer.messages(), completions, views, pages, layout, 0);
  }

  private void lookAtPages() {
    long changed = space.table().takeChanged();
    if (changed == 0) {
      return;
    }
    for (long rest = changed; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      if (page < bits.length) {
        lookAtPage(page);
      }
    }
    pages = Pages.of(bits, head, tail);
  }

  private void lookAtPage(int page) {
    PageTable table = space.table();
    Frame frame = table.frame(page);
    int protection = table.isWriteProtected(page) ? Pages.UFFD_WP : 0;
    bits[page] = (byte) (frame == null ? 0 : Pages.PRESENT | protection);
    head[page] = frame == null ? 0 : frame.head();
    tail[page] = frame == null ? 0 : frame.tail();
  }

  private void lookAtDescriptors() {
    DescriptorView first = look(descriptors.get(0));
    DescriptorView second = look(descriptors.get(1));
    if (!first.equals(views.get(0)) || !second.equals(views.get(1))) {
      views = List.of(first, second);
    }
  }

  private DescriptorView look(@Nullable UserfaultContext context) {
    if (context == null) {
      return DescriptorView.CLOSED;
    }
    return new DescriptorView(
        true,
        context.pendingCount(),
        context.totalCount(),
        context.features(),
        messages.events(context));
  }
}
