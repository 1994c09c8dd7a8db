package org.pageproof.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.pageproof.sut.kernel.KernelProbe;
import org.pageproof.sut.vm.image.VmProbe;
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
    out.println("simulator  can be tested, anywhere");
    print("kernel", KernelProbe.run(), out);
    print("vm", VmProbe.run(), out);
    out.flush();
  }

  private static void print(String sut, KernelProbe.Result result, PrintWriter out) {
    String verdict = result.unavailable().isPresent() ? "cannot be tested" : "can be tested";
    out.printf("%-10s %s%n", sut, verdict);
    for (KernelProbe.Check check : result.checks()) {
      String status = check.status().name().toLowerCase(Locale.ROOT);
      out.printf("  %-8s %-28s %s%n", status, check.name(), check.found());
      if (!check.advice().isEmpty()) {
        out.printf("  %-8s %-28s -> %s%n", "", "", check.advice());
      }
    }
  }
}
