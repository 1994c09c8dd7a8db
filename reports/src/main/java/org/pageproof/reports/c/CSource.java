package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.List;

/** The text of a C program in the kernel's style, line by line. */
final class CSource {
  private static final int WIDTH = 90;
  private static final int TAB = 8;

  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  /** Indents the following lines by one tab. */
  CSource in() {
    indent += '\t';
    return this;
  }

  /** Undoes one {@link #in()}. */
  CSource out() {
    indent = indent.substring(1);
    return this;
  }

  /** A line of code; empty for an empty line. */
  CSource line(String code) {
    text.append(code.isEmpty() ? "" : indent).append(code).append('\n');
    return this;
  }

  /** Lines of code that bring their own indentation. */
  CSource raw(String code) {
    text.append(code);
    return this;
  }

  /** A comment, on one line if it fits. */
  CSource comment(String... paragraphs) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : paragraphs) {
      wrap(harmless(paragraph), lines);
    }
    if (lines.size() == 1 && room() >= lines.get(0).length() + 6) {
      return line("/* " + lines.get(0) + " */");
    }
    line("/*");
    for (String each : lines) {
      line((" * " + each).stripTrailing());
    }
    return line(" */");
  }

  private int room() {
    return WIDTH - TAB * indent.length();
  }

  /** Breaks between words; the leading spaces of a paragraph are repeated. */
  private void wrap(String paragraph, List<String> lines) {
    int width = room() - 3;
    String hang = paragraph.substring(0, paragraph.length() - paragraph.stripLeading().length());
    String rest = paragraph;
    while (rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width);
      if (cut <= hang.length()) {
        cut = width;
      }
      lines.add(rest.substring(0, cut));
      rest = hang + rest.substring(cut).strip();
    }
    lines.add(rest);
  }

  /** Text that neither ends a comment nor begins one nor continues a line. */
  private static String harmless(String comment) {
    return comment
        .replaceAll("\\p{Cntrl}+", " ")
        .replace("*/", "* /")
        .replace("/*", "/ *")
        .replace('\\', '|')
        .replace("??/", "?? /");
  }

  /** A C string literal. */
  static String literal(String value) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char shown = c >= ' ' && c < 0x7f ? c : '?';
      boolean trigraph = shown == '?' && literal.charAt(literal.length() - 1) == '?';
      if (shown == '"' || shown == '\\' || trigraph) {
        literal.append('\\');
      }
      literal.append(shown);
    }
    return literal.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
