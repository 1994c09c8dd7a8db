package org.pageproof.sut.worker;

import java.nio.ByteBuffer;

/** Observes the kernel's taint bits (Documentation/admin-guide/tainted-kernels.rst). */
public final class TaintObserver {
  private static final int BYTES = 32;

  private final ProcFile file = new ProcFile("/proc/sys/kernel/tainted", BYTES);
  private long base = read();

  /** The bits that appeared since they were last asked for. */
  public long newBits() {
    long now = read();
    long added = now & ~base;
    base = now;
    return added;
  }

  /** The file is a decimal number and a line feed. */
  private long read() {
    int length = file.read();
    ByteBuffer text = file.bytes();
    long value = 0;
    for (int at = 0; at < length && text.get(at) >= '0'; at++) {
      value = 10 * value + (text.get(at) - '0');
    }
    return value;
  }
}
