package org.pageproof.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the bugs that can be planted in the simulators. */
@Command(
    name = "faults",
    description = "Lists the bugs that can be planted in the simulators, one a line, id first.",
    mixinStandardHelpOptions = true)
final class FaultsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (CheckedInterface<?, ?> checked : InterfaceChoice.all()) {
      for (PlantedFault fault : checked.faults()) {
        out.printf("%-26s %-11s %-10s %s%n", fault.id(), checked.id(), fault.area(), fault.bug());
      }
    }
    out.flush();
  }
}
