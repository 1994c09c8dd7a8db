package org.pageproof.sut.simulator;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;

/** Looks at the simulated kernel after each step; what did not change is not made again. */
final class Observer {
  private final KernelConfig config;
  private final AddressSpace space;
  private final Descriptors descriptors;
  private final MessageCalls messages;
  private final PageViewer viewer;
  private Layout layout = Layout.EMPTY;
  private List<DescriptorView> views = List.of(DescriptorView.CLOSED, DescriptorView.CLOSED);

  Observer(
      KernelConfig config,
      AddressPlan plan,
      AddressSpace space,
      Descriptors descriptors,
      MessageCalls messages) {
    this.config = config;
    this.space = space;
    this.descriptors = descriptors;
    this.messages = messages;
    this.viewer = new PageViewer(plan, space.table());
  }

  /**
   * All that is seen of a step that gave this answer and let these touches end.
   *
   * @param child the child; null if there is none
   */
  Observation observe(Answer answer, List<Completion> completions, @Nullable ChildProcess child) {
    Pages pages = viewer.look();
    lookAtDescriptors();
    layout = space.layout(layout);
    return new Observation(
        answer.reply(),
        answer.out(),
        answer.messages(),
        completions,
        views,
        pages,
        layout,
        child == null ? Optional.empty() : Optional.of(child.viewer().look()),
        0);
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
        fdinfo(context),
        messages.events(context));
  }

  /** The feature word that fdinfo prints. */
  private long fdinfo(UserfaultContext context) {
    boolean marked = context.isReady() && config.handshakesAtomically();
    return context.features() | (marked ? DescriptorView.READY : 0);
  }
}
