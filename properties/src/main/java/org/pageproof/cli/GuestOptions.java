package org.pageproof.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.vm.VmOptions;
import picocli.CommandLine.Option;

/** The options of commands that can test a kernel in a virtual machine. */
final class GuestOptions {
  @Option(
      names = "--kernel",
      paramLabel = "IMAGE|DEB",
      description =
          "The kernel that --sut vm boots: a bzImage, or a Debian kernel package. Default: the one"
              + " that was built last.")
  private @Nullable Path kernel;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "Where that kernel's modules are, if they are neither built in nor packaged.")
  private @Nullable Path modules;

  @Option(names = "--fresh-boot", description = "With --sut vm: boots each guest, however slow.")
  private boolean freshBoot;

  /** What is booted if a virtual machine is wanted. */
  VmOptions options(Optional<Duration> hangLimit) {
    VmOptions standard =
        VmOptions.standard(Version.text())
            .withKernel(Optional.ofNullable(kernel), Optional.ofNullable(modules));
    VmOptions booted = freshBoot ? standard.withFreshBoot() : standard;
    return hangLimit.map(limit -> booted.withLimits(limit.dividedBy(2), limit)).orElse(booted);
  }
}
