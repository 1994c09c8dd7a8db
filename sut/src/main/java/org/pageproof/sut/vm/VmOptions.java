package org.pageproof.sut.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is booted, and how. No outcome depends on a limit; they only find what is stuck.
 *
 * @param tool the version of this tool, for the environment
 * @param kernel a bzImage or a Debian package with one; empty for the one that was built here
 * @param modules a directory with the kernel's modules; empty if they need not be named
 * @param settleLimit how long a worker waits for a step to settle before it reports a hang
 * @param hangLimit how long a guest in which something runs may make no progress at all before it
 *     is taken for hung; longer than the settle limit
 * @param memory what the guest's kernel has of memory, in MiB
 * @param accelerator what executes the guest
 * @param freshBoot whether each guest is booted; otherwise one is, and the others are copies of it
 *     as it was ready
 * @param recycleAfter the number of sequences after which a guest is replaced
 */
public record VmOptions(
    String tool,
    Optional<Path> kernel,
    Optional<Path> modules,
    Duration settleLimit,
    Duration hangLimit,
    int memory,
    Accelerator accelerator,
    boolean freshBoot,
    int recycleAfter) {
  private static final int MEMORY = 512;

  /** Generous limits, for a busy machine that emulates. */
  public static VmOptions standard(String tool) {
    return new VmOptions(
        tool,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(45),
        MEMORY,
        Accelerator.AUTO,
        false,
        20_000);
  }

  /** The same options with another kernel. */
  public VmOptions withKernel(Optional<Path> image, Optional<Path> moduleDirectory) {
    return new VmOptions(
        tool,
        image,
        moduleDirectory,
        settleLimit,
        hangLimit,
        memory,
        accelerator,
        freshBoot,
        recycleAfter);
  }

  /** The same options with other limits. */
  public VmOptions withLimits(Duration newSettleLimit, Duration newHangLimit) {
    return new VmOptions(
        tool,
        kernel,
        modules,
        newSettleLimit,
        newHangLimit,
        memory,
        accelerator,
        freshBoot,
        recycleAfter);
  }

  /** The same options with another life of a guest. */
  public VmOptions withRecycleAfter(int sequences) {
    return new VmOptions(
        tool, kernel, modules, settleLimit, hangLimit, memory, accelerator, freshBoot, sequences);
  }

  /** The same options with guests that are all booted. */
  public VmOptions withFreshBoot() {
    return new VmOptions(
        tool, kernel, modules, settleLimit, hangLimit, memory, accelerator, true, recycleAfter);
  }
}
