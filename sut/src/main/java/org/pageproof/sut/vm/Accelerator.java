package org.pageproof.sut.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What executes the guest's instructions. */
public enum Accelerator {
  /** KVM if guests come up with it, otherwise TCG. */
  AUTO(Duration.ZERO),
  /** The processor itself. */
  KVM(Duration.ofSeconds(30)),
  /** Emulation. */
  TCG(Duration.ofMinutes(5));

  private static final Path DEVICE = Path.of("/dev/kvm");

  private final Duration bootLimit;

  Accelerator(Duration bootLimit) {
    this.bootLimit = bootLimit;
  }

  /** Whether KVM may be tried; that guests come up with it is seen only then. */
  static boolean isKvmThere() {
    return Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
  }

  /**
   * What QEMU is told. It emulates string instructions byte by byte, so a guest is not to know that
   * they are fast.
   */
  public List<String> arguments() {
    return switch (this) {
      case AUTO -> List.of();
      case KVM -> List.of("-accel", "kvm", "-cpu", "host");
      case TCG -> List.of("-accel", "tcg,thread=multi", "-cpu", "max,-erms,-fsrm");
    };
  }

  /** How long a guest may boot, on a busy machine. */
  Duration bootLimit() {
    return bootLimit;
  }

  /** What the guest's kernel is told. */
  public String kernelArguments() {
    return this == TCG ? "clearcpuid=rep_good" : "";
  }
}
