package org.pageproof.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.format.Kcidb;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What reports a command writes. */
final class FormatOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "KIND[:FILE]",
      converter = OutputFormat.Converter.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "A report to write: "
              + OutputFormat.KINDS
              + "; without FILE to stdout, which one of them may have. May be repeated. Default:"
              + " console.")
  private List<OutputFormat> formats = new ArrayList<>();

  @Option(
      names = "--kcidb-build",
      paramLabel = "ORIGIN:ID",
      showDefaultValue = Visibility.NEVER,
      description = "For kcidb: the id of the build that is tested, as your CI system submits it.")
  private @Nullable String kcidbBuild;

  /** The reports that were asked for. */
  List<OutputFormat> formats() {
    return List.copyOf(formats);
  }

  Optional<String> kcidbBuild() {
    return Optional.ofNullable(kcidbBuild);
  }

  /** Whether one of the reports goes to stdout. */
  boolean haveStdout() {
    return onStdout() > 0;
  }

  /**
   * Sees to it that no two reports go to the same place.
   *
   * @param taken files that are something else already
   * @throws ParameterException if they do
   */
  void check(List<Path> taken) {
    if (kcidbBuild != null && !Kcidb.isBuild(kcidbBuild)) {
      throw wrong("'" + kcidbBuild + "' is no build's id such as myci:4711");
    }
    if (onStdout() > 1) {
      throw wrong("only one --format may go to stdout; name a file, as in junit:FILE");
    }
    Set<Path> files = new HashSet<>();
    taken.forEach(file -> files.add(file.toAbsolutePath().normalize()));
    for (OutputFormat format : formats) {
      if (format.file().isPresent()
          && !files.add(format.file().get().toAbsolutePath().normalize())) {
        throw wrong("two reports go to " + format.file().get() + "; name another file");
      }
    }
  }

  private long onStdout() {
    return formats.stream().filter(format -> format.file().isEmpty()).count();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
