package org.pageproof.vocabulary;

/**
 * What can be seen of a descriptor slot without changing it.
 *
 * @param open whether the slot holds a descriptor; the other fields are 0 if not
 * @param pending waiters whose message was not read, from {@code fdinfo}
 * @param total all waiters, from {@code fdinfo}
 * @param features the feature word of {@code fdinfo}: 0 before the handshake, bit 31 set after it
 * @param poll the events that poll(2) reports for POLLIN
 */
public record DescriptorView(boolean open, int pending, int total, long features, int poll) {
  /** An empty slot. */
  public static final DescriptorView CLOSED = new DescriptorView(false, 0, 0, 0, 0);

  /** The bit of {@link #features} that says the handshake is done. */
  public static final long READY = 1L << 31;

  public static final int POLLIN = 1;
  public static final int POLLERR = 8;
  public static final int POLLNVAL = 32;
}
