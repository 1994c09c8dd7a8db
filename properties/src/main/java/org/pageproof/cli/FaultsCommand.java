package org.pageproof.cli;

import java.io.PrintWriter;
import org.pageproof.sut.simulator.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the bugs that can be planted in the simulator. */
@Command(
    name = "faults",
    description = "Lists the bugs that can be planted in the simulator, one a line, id first.",
    mixinStandardHelpOptions = true)
final class FaultsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Fault fault : Fault.values()) {
      out.printf("%-26s %-10s %s%n", fault.id(), fault.area(), fault.bug());
    }
    out.flush();
  }
}
