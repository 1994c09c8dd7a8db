package org.pageproof.reports.mail;

import java.util.List;
import java.util.regex.Pattern;

/** Text under construction in lines that mail readers leave alone. */
final class Paragraphs {
  /** The longest line, in characters; a word that is longer has a line of its own. */
  static final int WIDTH = 72;

  private final StringBuilder text = new StringBuilder();

  /** Adds an empty line. */
  Paragraphs gap() {
    text.append('\n');
    return this;
  }

  /** Adds a line as it is. */
  Paragraphs line(String line) {
    end(new StringBuilder(line));
    return this;
  }

  /** Adds a paragraph. */
  Paragraphs add(String paragraph) {
    return add("", "", paragraph);
  }

  /**
   * Adds a paragraph.
   *
   * @param first what the first line begins with
   * @param next what the others begin with
   */
  Paragraphs add(String first, String next, String paragraph) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : words(paragraph)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        end(line);
        line.setLength(0);
        line.append(next);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    end(line);
    return this;
  }

  /** Control characters separate words, so that nobody's text commands a terminal. */
  private static List<String> words(String paragraph) {
    return Pattern.compile("[\\s\\p{Cntrl}]+")
        .splitAsStream(paragraph)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void end(StringBuilder line) {
    text.append(line.toString().stripTrailing()).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
