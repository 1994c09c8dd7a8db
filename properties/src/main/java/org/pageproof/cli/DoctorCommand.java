package org.pageproof.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.pageproof.sut.kernel.KernelProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Says what can be tested on this machine, and for each thing that cannot, why and how to fix it.
 */
@Command(
    name = "doctor",
    description = "Says what can be tested on this machine, and how to fix what can't.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    KernelProbe.Result result = KernelProbe.run();
    Optional<String> unavailable = result.unavailable();
    out.println("simulator  can be tested, anywhere");
    out.println("kernel     " + unavailable.map(why -> "cannot be tested").orElse("can be tested"));
    for (KernelProbe.Check check : result.checks()) {
      String status = check.status().name().toLowerCase(java.util.Locale.ROOT);
      out.printf("  %-8s %-28s %s%n", status, check.name(), check.found());
      if (!check.advice().isEmpty()) {
        out.printf("  %-8s %-28s -> %s%n", "", "", check.advice());
      }
    }
    out.flush();
  }
}
