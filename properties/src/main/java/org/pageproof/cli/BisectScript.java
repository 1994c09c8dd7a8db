package org.pageproof.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A script for {@code git bisect run}. It maps exit codes itself, so that nothing between it and
 * the replay (a shell, a Java machine) makes a kernel bad by failing.
 *
 * @param trace the trace, absolute
 * @param fingerprint the divergence that is looked for
 * @param strict whether it may be a known one
 * @param source the tree; empty for the directory that git runs the script in
 * @param build the commands of a POSIX shell that build, as they are
 * @param kernel what it makes, absolute or from the tree
 * @param modules where its modules are, the same; empty if they are built in or packaged
 * @param times how often each kernel replays the trace
 */
record BisectScript(
    Path trace,
    String fingerprint,
    boolean strict,
    Optional<Path> source,
    String build,
    Path kernel,
    Optional<Path> modules,
    int times) {
  /** The script, for any POSIX shell. */
  String text() {
    return """
        #!/bin/sh
        # For `git bisect run`. Written by Pageproof %s.
        # Looks for: %s
        #
        #   git bisect start BAD GOOD
        #   git bisect run sh THIS-FILE
        #
        # Exit: 0 good, 1 bad, 125 cannot be told (git skips it), 255 nothing works (git stops).
        # $PAGEPROOF is the command to replay with, if it is set.

        pageproof=${PAGEPROOF:-%s}
        %s
        (
          %s
        ) </dev/null || exit 125

        "$pageproof" replay %s --sut vm --times %d \\
          --kernel %s%s%s --exit-style bisect
        code=$?
        case $code in
        0 | 1 | 125) exit "$code" ;;
        *) exit 255 ;;
        esac
        """
        .formatted(
            Version.text(),
            fingerprint.replaceAll("\\p{Cntrl}", " "),
            quoted(System.getProperty("pageproof.command", "pageproof")),
            source.map(tree -> "cd " + quoted(tree) + " || exit 255").orElse(""),
            build,
            quoted(trace),
            times,
            quoted(kernel),
            modules.map(directory -> " --modules " + quoted(directory)).orElse(""),
            strict ? " --known find" : "");
  }

  /** One word for a shell, whatever is in it. */
  private static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }
}
