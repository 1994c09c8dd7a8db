package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.ProtectionScenarios;
import org.pageproof.reports.Scenario;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What a program makes of a machine that is not like the one that its trace is of. */
class OtherMachineTest {
  private static final DescriptorView BLOCKING =
      new DescriptorView(true, 0, 0, DescriptorView.READY, DescriptorView.POLLERR);

  @TempDir private Path folder;

  @Test
  void aMaskOfAnotherKernelIsNotCompared() {
    Profile older = new Profile(KernelRelease.parse("6.1.0"), 0x1fff, true, true, true);
    Environment environment =
        new Environment("0.1.0", "kernel", older, "amd64", "never", 1, List.of());
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .in(environment)
            .step(
                new Open(0, 0, Open.Entry.SYSCALL, 0, true),
                "UFFD-OPEN-OK",
                s -> s.out("flags", 0).out("fdflags", 0).fd(0, BLOCKING))
            .step(new Map(1, 0, 2), "UFFD-MAP-OK", s -> s.areas(3, 1))
            .step(
                new Register(2, 0, PageRange.of(0, 0, 2), Register.MODE_MISSING, VALID),
                "UFFD-REGISTER-OK",
                s -> s.out("ioctls", 0x1c).modes(3, 0));
    String source = CReproducer.ofUserfaultfd(scenario.judgement());
    Gcc.assertConforms(source, Gcc.run(source, folder));
  }

  @Test
  void asksOnceForWhatTheKernelMustHave() {
    String source = CReproducer.ofUserfaultfd(ProtectionScenarios.writeProtected().judgement());
    assertThat(source.lines().filter(line -> line.contains("require_features(UFFD")))
        .containsExactly(
            "\trequire_features(UFFD_FEATURE_THREAD_ID | UFFD_FEATURE_EXACT_ADDRESS"
                + " | UFFD_FEATURE_WP_UNPOPULATED);",
            "\trequire_features(UFFD_FEATURE_PAGEFAULT_FLAG_WP);");
  }

  @Test
  void aRefusalForLackOfRightsIsNotComparedWithRights() {
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .step(
                new Open(0, 0, Open.Entry.SYSCALL, 0, false),
                "UFFD-OPEN-OK",
                s ->
                    s.out("flags", 0)
                        .out("fdflags", 0)
                        .fd(0, new DescriptorView(true, 0, 0, 0, DescriptorView.POLLERR)))
            .step(
                new Api(1, 0, Api.VERSION, Api.FEATURE_EVENT_FORK, VALID),
                "UFFD-API-FORK-EPERM",
                s -> s.refuses(Errno.EPERM).out("api", 0).out("features", 0).out("ioctls", 0));
    String source = CReproducer.ofUserfaultfd(scenario.judgement());
    assertThat(source).containsOnlyOnce("\tskip_if_privileged();\n\tEXPECT_REPLY(-EPERM);");
    Gcc.compile(source, folder);
  }
}
