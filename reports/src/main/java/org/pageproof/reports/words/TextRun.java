package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages that follow each other and of which the same texts are told, but for a number that goes up
 * by one from page to page: that of the words that one command wrote.
 *
 * @param first the first page
 * @param count how many there are
 * @param number the number that the first page has; 0 if there is none
 * @param texts the texts, with {@code k} in place of the number
 */
public record TextRun(int first, int count, int number, List<String> texts) {
  private static final String COUNTED = ".k";

  /** Copies the list. */
  public TextRun {
    texts = List.copyOf(texts);
  }

  /** A text whose last token has a number; without a token it is -1. */
  private record Numbered(String before, int number, String after) {
    private static final Pattern TOKEN = Pattern.compile("(.*#\\d+)\\.(\\d+)(!\\w+)?");

    static Numbered of(String text) {
      Matcher matcher = TOKEN.matcher(text);
      if (!matcher.matches()) {
        return new Numbered(text, -1, "");
      }
      String after = matcher.group(3) == null ? "" : matcher.group(3);
      return new Numbered(matcher.group(1), Integer.parseInt(matcher.group(2)), after);
    }

    /** The text of the page at this distance. */
    Numbered plus(int distance) {
      return number < 0 ? this : new Numbered(before, number + distance, after);
    }
  }

  /**
   * All runs of pages of which something is told.
   *
   * @param texts what is told of a page; nothing if the list is empty
   */
  public static List<TextRun> of(int pages, IntFunction<List<String>> texts) {
    List<TextRun> runs = new ArrayList<>();
    int page = 0;
    while (page < pages) {
      int first = page++;
      List<Numbered> told = numbered(texts.apply(first));
      List<Numbered> next = page < pages ? numbered(texts.apply(page)) : List.of();
      int step = !told.equals(next) && counts(told) && plus(told, 1).equals(next) ? 1 : 0;
      while (page < pages
          && plus(told, step * (page - first)).equals(numbered(texts.apply(page)))) {
        page++;
      }
      if (!told.isEmpty()) {
        int number = step == 0 ? 0 : told.stream().mapToInt(Numbered::number).max().getAsInt();
        runs.add(
            new TextRun(first, page - first, number, step == 0 ? texts.apply(first) : k(told)));
      }
    }
    return runs;
  }

  private static List<Numbered> numbered(List<String> texts) {
    return texts.stream().map(Numbered::of).toList();
  }

  private static List<Numbered> plus(List<Numbered> texts, int distance) {
    return texts.stream().map(text -> text.plus(distance)).toList();
  }

  /** Whether one number is all that the texts count by. */
  private static boolean counts(List<Numbered> texts) {
    return texts.stream().mapToInt(Numbered::number).filter(n -> n >= 0).distinct().count() == 1;
  }

  private static List<String> k(List<Numbered> texts) {
    return texts.stream()
        .map(text -> text.number() < 0 ? text.before() : text.before() + COUNTED + text.after())
        .toList();
  }

  /** The only text, such as {@code zero}, or the first and the last: {@code #3.0 to #3.511}. */
  String words() {
    String text = texts.get(0);
    return text.contains(COUNTED) ? at(text, number) + " to " + at(text, number + count - 1) : text;
  }

  /** Whether the texts count. */
  public boolean counts() {
    return texts.stream().anyMatch(text -> text.contains(COUNTED));
  }

  private static String at(String text, int number) {
    return text.replace(COUNTED, "." + number);
  }
}
