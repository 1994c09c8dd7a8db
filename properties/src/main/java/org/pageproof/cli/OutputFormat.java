package org.pageproof.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A report to write.
 *
 * @param kind what it looks like
 * @param file where it goes; stdout if empty
 */
record OutputFormat(Kind kind, Optional<Path> file) {
  /** What a report looks like. */
  enum Kind {
    CONSOLE,
    KTAP,
    JUNIT,
    JSONL,
    KCIDB,
    GITHUB,
    HTML
  }

  /** The kinds as users write them. */
  static final String KINDS = "console, ktap, junit, jsonl, kcidb, github or html";

  /** Reads {@code KIND[:FILE]}. */
  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      Optional<Path> file =
          colon < 0 ? Optional.empty() : Optional.of(Path.of(text.substring(colon + 1)));
      if (colon == text.length() - 1) {
        throw new TypeConversionException("'" + text + "' names no file after the colon");
      }
      for (Kind kind : Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
          return new OutputFormat(kind, file);
        }
      }
      throw new TypeConversionException("no such format: '" + name + "'; there is " + KINDS);
    }
  }
}
