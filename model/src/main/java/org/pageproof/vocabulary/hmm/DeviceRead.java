package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_READ: the device reads pages through its mirror, faulting in what it has no entry
 * for, and copies them to the buffer. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record DeviceRead(int id, Request request) implements MirrorIoctl {
  @Override
  public HmmKind kind() {
    return HmmKind.READ;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.deviceRead(this, parameter);
  }
}
