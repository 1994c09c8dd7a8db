package org.pageproof.sut.simulator.hmm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;

/** Looks at the simulated kernel after each step. */
final class Observer {
  private final Memory memory;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final PageViewer viewer;
  private final MirrorViewer mirrors;
  private Layout layout = Layout.EMPTY;
  private @Nullable AddressSpace child;
  private @Nullable PageViewer childViewer;
  private long taint;

  Observer(Memory memory, AddressPlan plan, AddressSpace space, MirrorViewer mirrors) {
    this.memory = memory;
    this.plan = plan;
    this.space = space;
    this.viewer = new PageViewer(plan);
    this.mirrors = mirrors;
  }

  /**
   * All that is seen of a step that gave this answer.
   *
   * @param newChild the memory of the child; null if there is none
   */
  Observation observe(Answer answer, @Nullable AddressSpace newChild) {
    Pages pages = viewer.look(space);
    MirrorView view = mirrors.look();
    layout = space.layout(layout);
    space.changes().clear();
    long newTaint = memory.taint() & ~taint;
    taint = memory.taint();
    return Observation.ofMirrors(
        answer.reply(),
        answer.out(),
        answer.data(),
        pages,
        layout,
        lookAtChild(newChild),
        view,
        newTaint);
  }

  private Optional<Pages> lookAtChild(@Nullable AddressSpace newChild) {
    if (child != newChild) {
      child = newChild;
      childViewer = newChild == null ? null : new PageViewer(plan);
    }
    if (child == null || childViewer == null) {
      return Optional.empty();
    }
    Pages pages = childViewer.look(child);
    child.changes().clear();
    return Optional.of(pages);
  }
}
