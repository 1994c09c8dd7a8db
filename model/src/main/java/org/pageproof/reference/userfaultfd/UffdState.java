package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;

/**
 * A state of the reference machine: contexts, areas with their owners, pages, and who waits where.
 *
 * @param plan where the regions lie
 * @param contexts the descriptor slots
 * @param owned for each slot the arena pages registered with it; bit n is page n
 * @param layout the mapped areas
 * @param pages the page-table entries and contents
 * @param waiters the threads asleep in faults
 */
public record UffdState(
    AddressPlan plan,
    List<Context> contexts,
    List<Long> owned,
    Layout layout,
    Pages pages,
    Waiters waiters) {

  /** Copies the lists. */
  public UffdState {
    contexts = List.copyOf(contexts);
    owned = List.copyOf(owned);
  }

  static UffdState initial(AddressPlan plan) {
    return new UffdState(
        plan,
        List.of(Context.CLOSED, Context.CLOSED),
        List.of(0L, 0L),
        Layout.EMPTY,
        Pages.empty(plan),
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
    return owned.get(0) | owned.get(1);
  }

  /** Whether an arena page is registered. */
  public boolean registered(int page) {
    return (registered() >>> page & 1) != 0;
  }

  /** The slot that owns a registered page. */
  public int owner(int page) {
    return (owned.get(0) >>> page & 1) != 0 ? 0 : 1;
  }

  UffdState withContext(int fd, Context context) {
    List<Context> changed =
        fd == 0 ? List.of(context, contexts.get(1)) : List.of(contexts.get(0), context);
    return new UffdState(plan, changed, owned, layout, pages, waiters);
  }

  UffdState withOwned(int fd, long set) {
    List<Long> changed = fd == 0 ? List.of(set, owned.get(1)) : List.of(owned.get(0), set);
    return new UffdState(plan, contexts, changed, layout, pages, waiters);
  }

  UffdState withLayout(Layout newLayout) {
    return new UffdState(plan, contexts, owned, newLayout, pages, waiters);
  }

  UffdState withPages(Pages newPages) {
    return new UffdState(plan, contexts, owned, layout, newPages, waiters);
  }

  UffdState withWaiters(Waiters newWaiters) {
    return new UffdState(plan, contexts, owned, layout, pages, newWaiters);
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
    long features = context.ready() ? DescriptorView.READY | context.features() : 0;
    return new DescriptorView(true, pending, total, features, poll(context, pending));
  }

  /** What poll(2) reports for a context with so many unread messages. */
  static int poll(Context context, int pending) {
    if (!context.ready() || !context.nonblocking()) {
      return DescriptorView.POLLERR;
    }
    return pending > 0 ? DescriptorView.POLLIN : 0;
  }
}
