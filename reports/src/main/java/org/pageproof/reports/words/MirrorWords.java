package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;

/** What is new of a {@link MirrorView} in words; pages of which the same is to be said together. */
final class MirrorWords {
  private final AddressPlan plan;
  private final MirrorView before;
  private final MirrorView seen;
  private final List<String> words = new ArrayList<>();

  private MirrorWords(AddressPlan plan, MirrorView before, MirrorView seen) {
    this.plan = plan;
    this.before = before;
    this.seen = seen;
  }

  /** What differs between two views. */
  static List<String> of(AddressPlan plan, MirrorView before, MirrorView seen) {
    MirrorWords all = new MirrorWords(plan, before, seen);
    all.add(all::snapshotsOf);
    all.add(all::exclusiveOf);
    return all.words;
  }

  /**
   * What is to be said of one page: each text with the numbers of devices or slots it holds for.
   */
  private interface News {
    Map<String, List<Integer>> of(int page);
  }

  private void add(News news) {
    int page = 0;
    while (page < plan.arenaPages()) {
      Map<String, List<Integer>> first = news.of(page);
      int end = page + 1;
      while (end < plan.arenaPages() && news.of(end).equals(first)) {
        end++;
      }
      String pages = plan.describe(page) + (end > page + 1 ? "-" + plan.describe(end - 1) : "");
      first.forEach((text, who) -> words.add(text.formatted(numbers(who), pages)));
      page = end;
    }
  }

  private Map<String, List<Integer>> snapshotsOf(int page) {
    Map<String, List<Integer>> news = new TreeMap<>();
    for (int device = 0; device < seen.snapshots().size(); device++) {
      PageBytes old = before.snapshots().get(device);
      int value = seen.snapshots().get(device).get(page);
      if (old.get(page) != value) {
        add(news, "device %s sees %s as " + ValueText.ofSnapshot(value), device);
      }
    }
    return news;
  }

  private Map<String, List<Integer>> exclusiveOf(int page) {
    Map<String, List<Integer>> news = new TreeMap<>();
    for (int mirror = 0; mirror < MirrorView.MIRRORS; mirror++) {
      int value = seen.exclusive().get(mirror).get(page);
      if (before.exclusive().get(mirror).get(page) != value) {
        add(news, value == 0 ? "m%s lost %s" : "m%s has %s exclusively", mirror);
      }
    }
    return news;
  }

  private static void add(Map<String, List<Integer>> news, String text, int number) {
    news.computeIfAbsent(text, unused -> new ArrayList<>()).add(number);
  }

  /** Numbers that follow each other as a range: {@code 0-3}, {@code 0+2}. */
  private static String numbers(List<Integer> numbers) {
    int first = Collections.min(numbers);
    int last = Collections.max(numbers);
    if (first == last) {
      return Integer.toString(first);
    }
    if (last - first == numbers.size() - 1) {
      return first + "-" + last;
    }
    return String.join("+", numbers.stream().map(Object::toString).toList());
  }
}
