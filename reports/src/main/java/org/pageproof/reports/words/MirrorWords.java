package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    all.add(all::snapshotsOf, MirrorWords::sees);
    all.add(all::exclusiveOf, MirrorWords::has);
    return all.words;
  }

  /** What is to be said of one page: each value with the devices or slots that have it now. */
  private interface News {
    Map<Integer, List<Integer>> of(int page);
  }

  /** How a value is told of devices or slots and of pages. */
  private interface Sentence {
    String of(int value, List<Integer> who, String pages);
  }

  private void add(News news, Sentence sentence) {
    int page = 0;
    while (page < plan.arenaPages()) {
      Map<Integer, List<Integer>> first = news.of(page);
      int end = page + 1;
      while (end < plan.arenaPages() && news.of(end).equals(first)) {
        end++;
      }
      String pages = plan.describe(page) + (end > page + 1 ? "-" + plan.describe(end - 1) : "");
      first.forEach((value, who) -> words.add(sentence.of(value, who, pages)));
      page = end;
    }
  }

  private Map<Integer, List<Integer>> snapshotsOf(int page) {
    return newValues(before.snapshots(), seen.snapshots(), page);
  }

  private static String sees(int value, List<Integer> devices, String pages) {
    boolean one = devices.size() == 1;
    String who =
        one ? "device " + devices.get(0) + " sees " : "devices " + numbers(devices) + " see ";
    return who + pages + " as " + ValueText.ofSnapshot(value);
  }

  private Map<Integer, List<Integer>> exclusiveOf(int page) {
    return newValues(before.exclusive(), seen.exclusive(), page);
  }

  private static String has(int value, List<Integer> mirrors, String pages) {
    String who = "m" + numbers(mirrors);
    return value == 0 ? who + " lost " + pages : who + " has " + pages + " exclusively";
  }

  private static Map<Integer, List<Integer>> newValues(
      List<PageBytes> old, List<PageBytes> now, int page) {
    Map<Integer, List<Integer>> news = new LinkedHashMap<>();
    for (int i = 0; i < now.size(); i++) {
      int value = now.get(i).get(page);
      if (old.get(i).get(page) != value) {
        news.computeIfAbsent(value, unused -> new ArrayList<>()).add(i);
      }
    }
    return news;
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
