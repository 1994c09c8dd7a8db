package org.pageproof.reference.hmm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.hmm.HmmCommand;

/**
 * A state of the reference machine: the memory of the process and of its child, the areas, and the
 * mirrors. Immutable; {@link Draft} makes changed copies.
 */
public final class HmmState {
  /** The number of mirror slots; mirrors behind them belong to the child alone. */
  static final int SLOTS = MirrorView.MIRRORS;

  /** All mirrors: the slots, and for each what was closed in it while the child holds it. */
  static final int MIRRORS = 2 * SLOTS;

  private final AddressPlan plan;
  private final HmmFacts facts;
  private final Layout layout;
  private final Layout previous;
  private final Layout childLayout;
  private final AddressSpace parent;
  private final AddressSpace child;
  private final boolean hasChild;
  private final Mirror[] mirrors;
  private final boolean warned;

  private @Nullable MirrorView view;
  private @Nullable Execution execution;

  HmmState(
      AddressPlan plan,
      HmmFacts facts,
      Layout layout,
      Layout previous,
      Layout childLayout,
      AddressSpace parent,
      AddressSpace child,
      boolean hasChild,
      Mirror[] mirrors,
      boolean warned) {
    this.plan = plan;
    this.facts = facts;
    this.layout = layout;
    this.previous = previous;
    this.childLayout = childLayout;
    this.parent = parent;
    this.child = child;
    this.hasChild = hasChild;
    this.mirrors = mirrors;
    this.warned = warned;
  }

  /** Nothing is mapped or open. */
  static HmmState initial(AddressPlan plan, HmmFacts facts) {
    AddressSpace nothing = AddressSpace.empty(plan);
    Mirror[] closed = new Mirror[MIRRORS];
    Arrays.fill(closed, Mirror.closed(plan.arenaPages()));
    Layout none = Layout.EMPTY;
    return new HmmState(plan, facts, none, none, none, nothing, nothing, false, closed, false);
  }

  /** Where the regions lie. */
  public AddressPlan plan() {
    return plan;
  }

  /** What the kernel at hand does. */
  public HmmFacts facts() {
    return facts;
  }

  /** The mapped areas. */
  public Layout layout() {
    return layout;
  }

  /** Whether there is a child. */
  public boolean hasChild() {
    return hasChild;
  }

  /** The device that a mirror slot is open on, -1 if it is empty. */
  public int device(int slot) {
    return mirrors[slot].device;
  }

  /** The process's pages as they are seen. */
  public Pages pages() {
    return parent.pages(facts);
  }

  /** The child's pages as they are seen. */
  public Optional<Pages> childPages() {
    return hasChild ? Optional.of(child.pages(facts)) : Optional.empty();
  }

  /** What devices and mirrors show. */
  public MirrorView mirrorView() {
    if (view == null) {
      PageBytes[] exclusive = new PageBytes[SLOTS];
      for (int slot = 0; slot < SLOTS; slot++) {
        exclusive[slot] = mirrors[slot].exclusive();
      }
      view = new MirrorView(parent.snapshots(facts.driver().devices()), List.of(exclusive));
    }
    return view;
  }

  /** Whether the mirror in a slot has an entry of a page that its device may read. */
  public boolean mirrored(int slot, int page) {
    return mirrors[slot].entries[page] != MirrorEntry.NONE;
  }

  /** The areas before they last changed, or at the last fork. */
  Layout previous() {
    return previous;
  }

  /** The areas of the child. */
  Layout childLayout() {
    return childLayout;
  }

  AddressSpace parent() {
    return parent;
  }

  AddressSpace child() {
    return child;
  }

  Mirror mirror(int mirror) {
    return mirrors[mirror];
  }

  /** A copy of all mirrors. */
  Mirror[] mirrors() {
    return mirrors.clone();
  }

  /** Whether the kernel has already warned, so that its taint is not new any more. */
  boolean warned() {
    return warned;
  }

  HmmState withLayout(Layout newLayout) {
    return new HmmState(
        plan, facts, newLayout, previous, childLayout, parent, child, hasChild, mirrors, warned);
  }

  /** What an ioctl does here; several rules ask for it one after the other. */
  Execution execution(HmmCommand command) {
    Execution last = execution;
    if (last == null || !last.command().equals(command)) {
      last = Execution.of(this, command);
      execution = last;
    }
    return last;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof HmmState other
            && hasChild == other.hasChild
            && warned == other.warned
            && plan.equals(other.plan)
            && layout.equals(other.layout)
            && previous.equals(other.previous)
            && childLayout.equals(other.childLayout)
            && parent.equals(other.parent)
            && child.equals(other.child)
            && Arrays.equals(mirrors, other.mirrors)
            && facts.equals(other.facts));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * parent.hashCode() + child.hashCode()) + Arrays.hashCode(mirrors);
  }
}
