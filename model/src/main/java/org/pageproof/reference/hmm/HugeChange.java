package org.pageproof.reference.hmm;

/** What a step may do to the huge page of region 0. */
enum HugeChange {
  /** A fault makes one. */
  MADE,
  /** It migrates as one, or is made by a migration. */
  MOVED,
  /** Each page gets an entry of its own. */
  CUT,
  /** A large folio without a huge entry becomes small pages. */
  FOLIO_SPLIT;

  /** Whether it happens between two states of a huge plan. */
  boolean happens(HmmState before, HmmState after) {
    return happens(before.parent(), after.parent());
  }

  /** Whether it happens to what the child maps. */
  boolean happensToChild(HmmState before, HmmState after) {
    return happens(before.child(), after.child());
  }

  private boolean happens(AddressSpace before, AddressSpace after) {
    Directory from = before.directory;
    Directory to = after.directory;
    boolean moved = before.home[0] != after.home[0];
    return switch (this) {
      case MADE -> to.isHuge() && from.kind() != to.kind() && !moved;
      case MOVED -> to.isHuge() && moved;
      case CUT -> from.isHuge() && to.kind() == Directory.Kind.TABLE;
      case FOLIO_SPLIT ->
          from.kind() == Directory.Kind.TABLE
              && !from.equals(to)
              && (to.equals(Directory.TABLE) || to.equals(Directory.FRAGMENTS));
    };
  }
}
