package org.pageproof.cli;

import java.io.PrintWriter;
import org.pageproof.reports.ReportException;
import org.pageproof.sut.HarnessException;
import org.pageproof.trace.TraceFormatException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point. Every way to fail ends in one line on stderr and the right exit code. */
@Command(
    name = "pageproof",
    description = "Checks a kernel's userfaultfd against a reference state machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DoctorCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      RulesCommand.class,
      FaultsCommand.class
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
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    int code;
    try {
      code = commandLine().execute(args);
    } catch (Throwable e) { // an uncaught one would exit 1, which means divergence
      System.err.println("pageproof: internal error: " + e);
      e.printStackTrace();
      code = ExitCode.HARNESS;
    }
    Interruption.exit(code);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    commandLine
        .getSubcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE));
    commandLine.setParameterExceptionHandler(Main::wrongUsage);
    commandLine.setExecutionExceptionHandler((e, cmd, parsed) -> failure(e, cmd.getErr()));
    commandLine.getCommandSpec().usageMessage().width(100);
    return commandLine;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("pageproof: " + e.getMessage() + " (see " + command + " --help)");
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, PrintWriter err) throws Exception {
    if (e instanceof TraceFormatException || e instanceof InputException) {
      err.println("pageproof: " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof HarnessException || e instanceof ReportException) {
      err.println("pageproof: " + e.getMessage());
      return ExitCode.HARNESS;
    }
    throw e;
  }
}
