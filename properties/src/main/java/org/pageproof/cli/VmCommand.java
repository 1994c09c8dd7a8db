package org.pageproof.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about virtual machines. */
@Command(
    name = "vm",
    description = "Prepares kernels for virtual machines.",
    mixinStandardHelpOptions = true,
    subcommands = {VmBuildCommand.class, HelpCommand.class})
final class VmCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
