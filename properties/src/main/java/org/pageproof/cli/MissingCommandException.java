package org.pageproof.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Nothing says what to do. */
final class MissingCommandException extends ParameterException {
  private static final long serialVersionUID = 1;

  MissingCommandException(CommandLine commandLine) {
    super(commandLine, "say what to do");
  }
}
