package org.pageproof.vocabulary.userfaultfd;

/**
 * mmap(2) at the start of a region slot, with MAP_FIXED_NOREPLACE. Returns 0.
 *
 * @param region the region slot
 * @param pages the number of pages
 * @param backing what is mapped
 */
public record Map(int id, int region, int pages, Backing backing) implements UffdCommand {
  /** The file of {@link Backing#FILE}: on a file system of its own, not in shared memory. */
  public static final String FILE_PATH = "/bin/sh";

  /** What is mapped. File pages have no states of their own here: nobody may touch them. */
  public enum Backing {
    /** Private anonymous memory, PROT_READ | PROT_WRITE. */
    ANONYMOUS,
    /** {@link Map#FILE_PATH}, MAP_PRIVATE, PROT_NONE. */
    FILE,
    /** A memfd(2) through a descriptor opened O_RDONLY, MAP_SHARED, PROT_NONE. */
    READ_ONLY_SHMEM
  }

  /** Private anonymous memory. */
  public Map(int id, int region, int pages) {
    this(id, region, pages, Backing.ANONYMOUS);
  }

  @Override
  public UffdKind kind() {
    return UffdKind.MAP;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.map(this, parameter);
  }
}
