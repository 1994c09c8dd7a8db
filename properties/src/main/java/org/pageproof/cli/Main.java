package org.pageproof.cli;

/** The entry point. Names no class of a library, so that a missing one is told here too. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Java would exit with 1, which means divergence.
    Thread.currentThread().setUncaughtExceptionHandler((main, e) -> exit(args, failed(e)));
    exit(args, Stdout.check(PageproofCommand.commandLine().execute(args)));
  }

  /** Where a signal is ending the process already, it decides the code instead. */
  private static void exit(String[] args, int code) {
    System.exit(ExitStyle.of(args).of(code));
  }

  /** Says what went wrong in one line, and where only if it is a mistake of ours. */
  private static int failed(Throwable problem) {
    boolean told = false;
    try {
      if (problem instanceof OutOfMemoryError) {
        System.err.println("pageproof: out of memory (" + problem.getMessage() + ")");
      } else if (problem instanceof LinkageError) {
        System.err.println("pageproof: incomplete class path (" + problem + "); build it again");
      } else {
        System.err.println("pageproof: internal error: " + problem);
        problem.printStackTrace();
      }
      told = true;
    } finally {
      if (!told) {
        Runtime.getRuntime().halt(ExitCode.HARNESS); // not even memory for the message
      }
    }
    return ExitCode.HARNESS;
  }
}
