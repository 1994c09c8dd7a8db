package org.pageproof.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.verdict.Mismatch.Field;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.PageWords;

/** Compares what only the HMM test driver shows: buffers, snapshots, exclusive access. */
final class MirrorMismatches {
  private MirrorMismatches() {}

  /** The first page of a buffer that holds something else. */
  static Optional<Mismatch> ofData(List<PageWords> should, List<PageWords> was) {
    if (should.size() != was.size()) {
      String expected = should.size() + " pages";
      String observed = was.size() + " pages";
      return Optional.of(new Mismatch(Field.DATA, expected, observed, expected, observed));
    }
    for (int k = 0; k < should.size(); k++) {
      if (!should.get(k).equals(was.get(k))) {
        String expectedClass = ValueClass.of(should.get(k));
        return Optional.of(
            new Mismatch(
                Field.DATA,
                expectedClass,
                ValueClass.other(expectedClass, ValueClass.of(was.get(k))),
                "page " + k + " of the buffer " + should.get(k).describe(),
                "page " + k + " of the buffer " + was.get(k).describe()));
      }
    }
    return Optional.empty();
  }

  /** The first page that a device sees otherwise, and the first that a mirror has otherwise. */
  static List<Mismatch> ofMirrors(
      AddressPlan plan, Optional<MirrorView> expected, Optional<MirrorView> seen) {
    List<Mismatch> found = new ArrayList<>(0);
    if (expected.isPresent() && seen.isPresent()) {
      MirrorView should = expected.get();
      MirrorView was = seen.get();
      for (int device = 0; device < should.snapshots().size() && found.isEmpty(); device++) {
        PageBytes other = was.snapshots().get(device);
        compareSnapshot(plan, device, should.snapshots().get(device), other).ifPresent(found::add);
      }
      for (int mirror = 0; mirror < MirrorView.MIRRORS; mirror++) {
        PageBytes other = was.exclusive().get(mirror);
        compareExclusive(plan, mirror, should.exclusive().get(mirror), other).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Mismatch> compareSnapshot(
      AddressPlan plan, int device, PageBytes should, PageBytes was) {
    for (int page = 0; page < should.size(); page++) {
      if (should.get(page) != was.get(page)) {
        String expected = ValueText.ofSnapshot(should.get(page));
        String observed = ValueText.ofSnapshot(was.get(page));
        String where = "device " + device + " sees " + plan.describe(page) + " as ";
        return Optional.of(
            new Mismatch(Field.SNAPSHOT, expected, observed, where + expected, where + observed));
      }
    }
    return Optional.empty();
  }

  private static Optional<Mismatch> compareExclusive(
      AddressPlan plan, int mirror, PageBytes should, PageBytes was) {
    for (int page = 0; page < should.size(); page++) {
      if (should.get(page) != was.get(page)) {
        String expected = should.get(page) == 0 ? "shared" : "exclusive";
        String observed = was.get(page) == 0 ? "shared" : "exclusive";
        String where = "mirror " + mirror + " has " + plan.describe(page) + " ";
        return Optional.of(
            new Mismatch(Field.EXCLUSIVE, expected, observed, where + expected, where + observed));
      }
    }
    return Optional.empty();
  }
}
