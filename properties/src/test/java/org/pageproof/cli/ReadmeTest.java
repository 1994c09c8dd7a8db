package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of a planted bug is what its readers see. */
class ReadmeTest {
  private static final String FENCE = "```";
  private static final String PROMPT = "$ ./pageproof ";

  @TempDir private Path directory;

  @Test
  void thePlantedBugIsFoundAsShown() throws IOException {
    List<String> shown = example("run --fault ");
    String[] words = shown.get(0).substring(PROMPT.length()).split(" ", -1);
    Cli.Result result = Cli.in(directory).run(words).assertCode(1);
    assertThat(text(result.out()))
        .isEqualTo(text(String.join("\n", shown.subList(1, shown.size()))));
  }

  /** The block of the README that begins with such a command. */
  private static List<String> example(String command) throws IOException {
    return Files.readAllLines(Path.of("..", "README.md")).stream()
        .dropWhile(line -> !line.startsWith(PROMPT + command))
        .takeWhile(line -> !line.equals(FENCE))
        .toList();
  }

  /** Long lines are wrapped in the README, and how long it takes is another matter. */
  private static String text(String printed) {
    return printed.strip().replaceAll("\\s+", " ").replaceAll("[0-9.]+ s\\b", "some s");
  }
}
