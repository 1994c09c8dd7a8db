package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The log of programs that build something. */
final class BuildLog {
  private static final Pattern REASON =
      Pattern.compile("\\berror:|^E: |No space left on device|\\*\\*\\* ");

  private BuildLog() {}

  /** The line that says why they failed, as well as one can tell: the first complaint. */
  static String reason(Path log) throws IOException {
    List<String> lines =
        Files.readString(log, StandardCharsets.ISO_8859_1).strip().lines().toList();
    return lines.stream()
        .filter(line -> REASON.matcher(line).find())
        .findFirst()
        .orElseGet(() -> lines.isEmpty() ? "no reason given" : lines.get(lines.size() - 1))
        .strip();
  }
}
