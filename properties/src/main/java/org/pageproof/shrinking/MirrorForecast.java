package org.pageproof.shrinking;

import java.util.List;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.ValueClass;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.PageWords;

/** What the model says of buffers, devices and mirrors in a candidate's last step. */
final class MirrorForecast {
  private MirrorForecast() {}

  /** Whether something is expected of the class that was not observed. */
  static boolean resembles(Mismatch wrong, Observation candidate) {
    return switch (wrong.field()) {
      case DATA -> hasWords(candidate.data(), wrong.expectedClass());
      case SNAPSHOT -> hasSnapshot(candidate, wrong.expectedClass());
      default -> !wrong.expectedClass().equals("exclusive") || hasExclusive(candidate);
    };
  }

  private static boolean hasWords(List<PageWords> data, String wordsClass) {
    return data.stream().anyMatch(page -> ValueClass.of(page).equals(wordsClass));
  }

  private static boolean hasSnapshot(Observation candidate, String shown) {
    if (candidate.mirrors().isEmpty()) {
      return false;
    }
    for (PageBytes snapshot : candidate.mirrors().get().snapshots()) {
      for (int page = 0; page < snapshot.size(); page++) {
        if (ValueText.ofSnapshot(snapshot.get(page)).equals(shown)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasExclusive(Observation candidate) {
    if (candidate.mirrors().isEmpty()) {
      return false;
    }
    for (PageBytes exclusive : candidate.mirrors().get().exclusive()) {
      for (int page = 0; page < exclusive.size(); page++) {
        if (exclusive.get(page) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a candidate expects what was expected where the observation was wrong. */
  static boolean sameWhereWrong(Observation expected, Observation seen, Observation candidate) {
    return sameData(expected.data(), seen.data(), candidate.data())
        && sameMirrors(expected, seen, candidate);
  }

  private static boolean sameData(
      List<PageWords> expected, List<PageWords> seen, List<PageWords> candidate) {
    if (expected.equals(seen)) {
      return true;
    }
    if (expected.size() != candidate.size()) {
      return false;
    }
    for (int page = 0; page < expected.size(); page++) {
      boolean wrong = page >= seen.size() || !expected.get(page).equals(seen.get(page));
      if (wrong && !expected.get(page).equals(candidate.get(page))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMirrors(
      Observation expected, Observation seen, Observation candidate) {
    if (expected.mirrors().isEmpty() || seen.mirrors().isEmpty()) {
      return true;
    }
    if (candidate.mirrors().isEmpty()) {
      return false;
    }
    MirrorView should = expected.mirrors().get();
    MirrorView was = seen.mirrors().get();
    MirrorView other = candidate.mirrors().get();
    return sameBytes(should.snapshots(), was.snapshots(), other.snapshots())
        && sameBytes(should.exclusive(), was.exclusive(), other.exclusive());
  }

  private static boolean sameBytes(
      List<PageBytes> expected, List<PageBytes> seen, List<PageBytes> candidate) {
    for (int i = 0; i < expected.size(); i++) {
      for (int page = 0; page < expected.get(i).size(); page++) {
        int should = expected.get(i).get(page);
        if (should != seen.get(i).get(page) && should != candidate.get(i).get(page)) {
          return false;
        }
      }
    }
    return true;
  }
}
