package org.pageproof.properties;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.KernelImages;

/** The kernel with the HMM test driver that was built last; tests of it are skipped without one. */
public final class BuiltKernel {
  private BuiltKernel() {}

  /** Skips the test if it cannot be booted here. */
  public static void assume() {
    Optional<String> unavailable = VmSut.unavailableBecause();
    assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
    assumeTrue(
        KernelImages.hasBuilt(CacheDirectory.ofEnvironment()),
        "no kernel in the cache: run ./pageproof vm build");
  }
}
