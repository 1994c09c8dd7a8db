package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The C program of a divergence that was written down.
 *
 * @param file where it is
 * @param text what it says
 */
record Reproducer(Path file, String text) {
  private static final Pattern BUILD =
      Pattern.compile("Build: (gcc .*) -o reproducer reproducer.c");
  private static final Pattern STEP = Pattern.compile("STEP\\(([0-9]+), ");

  /** The one in the folder of a divergence. */
  static Reproducer in(Path folder) throws IOException {
    Path file = folder.resolve("reproducer.c");
    return new Reproducer(file, Files.readString(file));
  }

  /** Builds it as its header says, with further options. */
  void build(Path program, String... options) {
    assumeTrue(Machine.has("gcc"), "gcc is not installed");
    List<String> command = new ArrayList<>(List.of(last(BUILD).group(1).split(" ", -1)));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", program.toString(), file.toString()));
    assertThat(Machine.exec(command.toArray(String[]::new))).as("%s", command).isZero();
  }

  /** The number of its last step, which is the one that diverged. */
  int lastStep() {
    return Integer.parseInt(last(STEP).group(1));
  }

  /** What it printed says that all is right, and that no check was left out. */
  void assertConforms(List<String> printed) {
    assertThat(printed).as("what %s prints", file).hasSize(1);
    assertThat(printed.get(0)).matches("conforms: [0-9]+ checks");
    long made = Long.parseLong(printed.get(0).replaceAll("[^0-9]", ""));
    assertThat(made).isGreaterThanOrEqualTo(checks());
  }

  /** The lines that compare something; masks are of the kernel's features, which may differ. */
  private long checks() {
    return text.substring(text.indexOf("int main("))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("EXPECT_") || line.equals("unchanged();"))
        .filter(line -> !line.startsWith("EXPECT_MASK"))
        .count();
  }

  private MatchResult last(Pattern pattern) {
    return pattern
        .matcher(text)
        .results()
        .reduce((one, next) -> next)
        .orElseThrow(() -> new AssertionError(file + " has no " + pattern));
  }
}
