package org.pageproof.vocabulary.hmm;

/**
 * mmap(2) at the start of a region slot, with MAP_FIXED_NOREPLACE, PROT_READ | PROT_WRITE. Returns
 * 0.
 *
 * @param region the region slot
 * @param pages the number of pages
 * @param backing what is mapped
 */
public record Map(int id, int region, int pages, Map.Backing backing) implements HmmCommand {
  /** What is mapped. */
  public enum Backing {
    /** MAP_PRIVATE | MAP_ANONYMOUS. */
    ANONYMOUS,
    /** MAP_SHARED | MAP_ANONYMOUS: shared memory that is all holes. */
    SHARED,
    /** MAP_PRIVATE of a memfd(2) whose page k is filled with {@code Token.of(id, k)}. */
    PRIVATE_FILE
  }

  @Override
  public HmmKind kind() {
    return HmmKind.MAP;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.map(this, parameter);
  }
}
