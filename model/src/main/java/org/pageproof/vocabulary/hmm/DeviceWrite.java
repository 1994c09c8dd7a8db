package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_WRITE: the device writes pages through its mirror, faulting in what it may not write
 * yet. Page k of the buffer is filled with {@code Token.of(id, k)}. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record DeviceWrite(int id, Request request) implements MirrorIoctl {
  @Override
  public HmmKind kind() {
    return HmmKind.WRITE;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.deviceWrite(this, parameter);
  }
}
