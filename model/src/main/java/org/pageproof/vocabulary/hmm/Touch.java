package org.pageproof.vocabulary.hmm;

/**
 * The CPU touches a page. Reply: the word that was read, 0 for a store.
 *
 * @param region the region slot
 * @param page the page, from the start of the region
 * @param access how
 */
public record Touch(int id, int region, int page, Access access) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.TOUCH;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.touch(this, parameter);
  }
}
