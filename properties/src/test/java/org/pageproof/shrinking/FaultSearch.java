package org.pageproof.shrinking;

import java.util.EnumSet;
import org.pageproof.shrinking.UffdAlphabet.Part;
import org.pageproof.sut.simulator.Fault;

/**
 * How far the minima of a fault are searched: with which commands, and how many. With all commands
 * no search would end, so each fault gets those that can show it or lead to where it shows.
 *
 * @param alphabet the commands
 * @param commands the length of the longest sequence
 */
record FaultSearch(UffdAlphabet alphabet, int commands) {
  private static final FaultSearch USUAL = new FaultSearch(new UffdAlphabet(2, 2, 2), 6);

  static FaultSearch of(Fault fault) {
    return switch (fault) {
      // Shows when an area is registered, or when its descriptor is polled as non-blocking later.
      case POLL_EMPTY_READY -> search(1, 1, 2, 5, Part.MISUSE, Part.OTHER_CALLS);
      // A copy of protected pages is another class of pages. Threads would not matter: what is
      // wrong with pages is told before what is wrong with waiters.
      case COPY_LEN_MINUS_ONE -> search(0, 2, 2, 6, Part.MISUSE, Part.WRITE_PROTECTION);
      // Shows in the modes of the areas, when they are registered again.
      case REREGISTER_ADDS_MODE -> search(0, 1, 2, 5, Part.MISUSE, Part.WRITE_PROTECTION);
      // A waiter that was woken with a page that it may not write faults again, in another way.
      case DONTWAKE_IGNORED -> search(1, 1, 2, 6, Part.MISUSE, Part.WRITE_PROTECTION);
      // A waiter may also be left with a page that it may not write.
      case WAKE_ONE_OF_TWO -> search(2, 1, 2, 6, Part.WRITE_PROTECTION);
      // Shows in a touch of another page; one that returns no word leaves it to the pages to tell.
      case ZEROPAGE_SHARED_FRAME -> search(2, 1, 2, 6, Part.MISUSE, Part.OTHER_ACCESSES);
      // Shows in the registration already.
      case RO_FILE_WRITE_VIA_COPY ->
          search(0, 1, 2, 5, Part.MISUSE, Part.BACKINGS, Part.WRITE_PROTECTION);
      // Shows in the reply of the copy, which is told before everything else.
      case COPY_SRC_FAULT_ERRNO -> search(0, 2, 2, 6, Part.SOURCES, Part.WRITE_PROTECTION);
      // Shows in the pages of the copy, which need an mprotect before.
      case COPY_WP_READONLY_VMA ->
          search(0, 2, 2, 6, Part.MISUSE, Part.WRITE_PROTECTION, Part.PROTECTION);
      // Shows when the last reference goes, be it the child's; a marker needs the feature.
      case CLOSE_KEEPS_WP -> search(0, 1, 1, 7, Part.WRITE_PROTECTION, Part.FEATURES, Part.CHILD);
      // Shows in the reply; areas are told apart by modes, protection or a second context.
      case WP_TWO_VMAS -> search(0, 2, 2, 6, Part.WRITE_PROTECTION, Part.PROTECTION, Part.FEATURES);
      // Shows in the child when it is created; a marker needs the feature.
      case FORK_CHILD_MARKER ->
          search(0, 1, 1, 7, Part.WRITE_PROTECTION, Part.FEATURES, Part.CHILD);
      // Shows in a touch of one page; how it would have been trapped depends on the context.
      case SHARED_WRITENOTIFY ->
          search(
              1,
              1,
              1,
              8,
              Part.WRITE_PROTECTION,
              Part.PROTECTION,
              Part.FEATURES,
              Part.OTHER_ACCESSES);
      default -> USUAL;
    };
  }

  private static FaultSearch search(
      int threads, int descriptors, int pages, int commands, Part... parts) {
    EnumSet<Part> set = EnumSet.noneOf(Part.class);
    for (Part part : parts) {
      set.add(part);
    }
    return new FaultSearch(new UffdAlphabet(threads, descriptors, pages, set), commands);
  }
}
