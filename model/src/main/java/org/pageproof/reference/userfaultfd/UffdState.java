package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;

/**
 * A state of the reference machine: contexts, areas with their owners, pages, the child, and who
 * waits where.
 *
 * @param plan where the regions lie
 * @param contexts the descriptor slots 0 and 1; behind them, 2 and 3, what was closed in slots 0
 *     and 1 while the child holds a copy of the descriptor
 * @param registration who owns which pages, in which modes
 * @param layout the mapped areas
 * @param shmem the pages of read-only shared memory; bit n is arena page n
 * @param pages the page-table entries and contents
 * @param unseen what cannot be seen of the pages
 * @param child the child process
 * @param waiters the threads asleep in faults
 */
public record UffdState(
    AddressPlan plan,
    List<Context> contexts,
    Registration registration,
    Layout layout,
    long shmem,
    Pages pages,
    Unseen unseen,
    Optional<Child> child,
    Waiters waiters) {
  /**
   * What cannot be seen of pages; bit n is arena page n.
   *
   * @param leftover pages whose write-protection bit outlived the mode of their area: whether the
   *     entry itself still forbids writes is unknown
   * @param lazy pages that MADV_FREE allows the kernel to drop at any time, until they are written
   */
  public record Unseen(long leftover, long lazy) {
    static final Unseen NOTHING = new Unseen(0, 0);

    Unseen without(long pageSet) {
      return new Unseen(leftover & ~pageSet, lazy & ~pageSet);
    }

    Unseen withLeftover(long pageSet) {
      return new Unseen(leftover | pageSet, lazy);
    }

    Unseen withoutLeftover(long pageSet) {
      return new Unseen(leftover & ~pageSet, lazy);
    }

    Unseen withLazy(long pageSet) {
      return new Unseen(leftover, lazy | pageSet);
    }

    Unseen withoutLazy(long pageSet) {
      return new Unseen(leftover, lazy & ~pageSet);
    }
  }

  /** The number of descriptor slots; contexts behind them belong to the child alone. */
  static final int SLOTS = 2;

  /** Copies the list. */
  public UffdState {
    contexts = List.copyOf(contexts);
  }

  static UffdState initial(AddressPlan plan) {
    return new UffdState(
        plan,
        List.of(Context.CLOSED, Context.CLOSED, Context.CLOSED, Context.CLOSED),
        Registration.NONE,
        Layout.EMPTY,
        0,
        Pages.empty(plan),
        Unseen.NOTHING,
        Optional.empty(),
        Waiters.NONE);
  }

  /** The context of a slot. */
  public Context context(int fd) {
    return contexts.get(fd);
  }

  /** Whether the handshake of a slot is done. */
  public boolean ready(int fd) {
    return contexts.get(fd).ready();
  }

  /** Whether an arena page is mapped. */
  public boolean mapped(int page) {
    return (layout.mapped() >>> page & 1) != 0;
  }

  /** All registered pages, whoever owns them. */
  public long registered() {
    return registration.registered();
  }

  /** The pages whose missing faults are told. */
  public long missing() {
    return registration.missing();
  }

  /** The pages whose protected writes are told. */
  public long protectable() {
    return registration.protectable();
  }

  /** Whether an arena page is registered. */
  public boolean registered(int page) {
    return (registered() >>> page & 1) != 0;
  }

  /** The context that owns a registered page. */
  public int owner(int page) {
    return registration.owner(page);
  }

  /** Whether there is a child. */
  public boolean hasChild() {
    return child.isPresent();
  }

  /** Whether the page is an empty entry that is write-protected. */
  public boolean marker(int page) {
    return (pages.bits(page) & (Pages.PRESENT | Pages.UFFD_WP)) == Pages.UFFD_WP;
  }

  /** Whether the page's entry has the write-protection bit. */
  public boolean marked(int page) {
    return (pages.bits(page) & Pages.UFFD_WP) != 0;
  }

  UffdState withContext(int fd, Context context) {
    List<Context> changed = new ArrayList<>(contexts);
    changed.set(fd, context);
    return withContexts(changed);
  }

  UffdState withContexts(List<Context> changed) {
    return new UffdState(plan, changed, registration, layout, shmem, pages, unseen, child, waiters);
  }

  UffdState withRegistration(Registration changed) {
    return new UffdState(plan, contexts, changed, layout, shmem, pages, unseen, child, waiters);
  }

  UffdState withLayout(Layout newLayout) {
    return new UffdState(
        plan, contexts, registration, newLayout, shmem, pages, unseen, child, waiters);
  }

  UffdState withShmem(long newShmem) {
    return new UffdState(
        plan, contexts, registration, layout, newShmem, pages, unseen, child, waiters);
  }

  UffdState withPages(Pages newPages) {
    return withPages(newPages, unseen);
  }

  UffdState withPages(Pages newPages, Unseen newUnseen) {
    return new UffdState(
        plan, contexts, registration, layout, shmem, newPages, newUnseen, child, waiters);
  }

  UffdState withUnseen(Unseen newUnseen) {
    return withPages(pages, newUnseen);
  }

  UffdState withChild(Optional<Child> newChild) {
    return new UffdState(
        plan, contexts, registration, layout, shmem, pages, unseen, newChild, waiters);
  }

  UffdState withWaiters(Waiters newWaiters) {
    return new UffdState(
        plan, contexts, registration, layout, shmem, pages, unseen, child, newWaiters);
  }

  /** The entries of these pages are gone. */
  UffdState withoutPages(long pageSet) {
    return pageSet == 0 ? this : withPages(pages.without(pageSet), unseen.without(pageSet));
  }

  /** What can be seen of the descriptor slots. */
  List<DescriptorView> views() {
    return List.of(view(0), view(1));
  }

  private DescriptorView view(int fd) {
    Context context = contexts.get(fd);
    if (!context.open()) {
      return DescriptorView.CLOSED;
    }
    int pending = waiters.isEmpty() ? 0 : waiters.pending(fd);
    int total = waiters.isEmpty() ? 0 : waiters.total(fd);
    return new DescriptorView(true, pending, total, context.shown(), poll(context, pending));
  }

  /** What poll(2) reports for a context with so many unread messages. */
  static int poll(Context context, int pending) {
    if (!context.ready() || !context.nonblocking()) {
      return DescriptorView.POLLERR;
    }
    return pending > 0 ? DescriptorView.POLLIN : 0;
  }
}
