package org.pageproof.cli;

import java.io.PrintWriter;
import java.util.List;
import org.pageproof.reports.ReportException;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.trace.TraceFormatException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command that has all others; every way to fail ends in one line and an exit code. */
@Command(
    name = "pageproof",
    description = "Checks what a kernel does to memory pages against reference state machines.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DoctorCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      BisectCommand.class,
      RulesCommand.class,
      MergeCommand.class,
      CompareCommand.class,
      FaultsCommand.class,
      VmCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:conforms, or done",
      "1:a divergence that is not known",
      "4:nothing could be tested here",
      "64:wrong usage or unreadable input",
      "70:the harness or the machine failed, or no verdict was reached",
      "130:interrupted; what was found until then is reported"
    })
final class PageproofCommand implements Runnable {
  private static final int WIDTH = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  private PageproofCommand() {}

  /** The whole command line. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new PageproofCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(PageproofCommand::wrongUsage);
    commandLine.setExecutionExceptionHandler((e, cmd, parsed) -> failure(e, cmd.getErr()));
    commandLine.setUsageHelpWidth(WIDTH);
    return commandLine;
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String hint = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
    err.println("pageproof: " + message(e) + hint);
    if (e instanceof MissingCommandException) {
      command.usage(err);
    }
    return ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      List<String> arguments = unmatched.getUnmatched();
      boolean command = !e.getCommandLine().getSubcommands().isEmpty();
      return (command ? "no such command: '" : "unexpected argument: '") + arguments.get(0) + "'";
    }
    String text = String.valueOf(e.getMessage());
    return e instanceof MissingParameterException ? text.replace("'", "") : text;
  }

  private static int failure(Exception e, PrintWriter err) throws Exception {
    if (isInput(e)) {
      err.println("pageproof: " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof HarnessException) {
      err.println("pageproof: " + e.getMessage());
      return ExitCode.HARNESS;
    }
    if (e instanceof ReportException) {
      err.println("pageproof: " + e.getMessage() + " (--report-dir chooses another place)");
      return ExitCode.HARNESS;
    }
    throw e;
  }

  private static boolean isInput(Exception e) {
    return e instanceof TraceFormatException
        || e instanceof InputException
        || e instanceof ImageException;
  }
}
