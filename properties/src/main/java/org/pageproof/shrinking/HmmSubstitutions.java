package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Rewritings of short sequences that bring a page, or a mirror, where it is in another way. */
final class HmmSubstitutions {
  private final Draft<HmmCommand> draft;
  private final Substitutions<HmmCommand> generic;
  private final List<Integer> mirrors;

  HmmSubstitutions(Draft<HmmCommand> draft) {
    this.draft = draft;
    this.generic = new Substitutions<>(draft);
    this.mirrors = draft.use().descriptors();
  }

  List<List<HmmCommand>> all() {
    List<List<HmmCommand>> all = new ArrayList<>();
    if (draft.commands().size() <= Substitutions.LONGEST) {
      all.addAll(generic.all());
      instead(all);
      for (List<HmmCommand> candidate : generic.replacements(this::palette)) {
        Draft<HmmCommand> replaced = new Draft<>(candidate, draft.plan(), draft.anatomy());
        if (candidate.size() == draft.commands().size()) {
          all.addAll(new Squeeze<>(replaced).all()); // a heavier command may need fewer pages
        } else {
          all.add(replaced.renamed(Renaming.SAME.withRanges(replaced.pagesTogether())));
        }
        all.add(candidate);
      }
    }
    return all;
  }

  /** Without another mirror, and with a command anywhere that may do what it was there for. */
  private void instead(List<List<HmmCommand>> all) {
    int kept = mirrors.isEmpty() ? 0 : mirrors.get(0);
    Renaming one = Renaming.SAME.withDescriptor(mirror -> kept);
    for (int i = 0; i + 1 < draft.commands().size(); i++) {
      if (draft.commands().get(i) instanceof Open open && open.mirror() != kept) {
        List<HmmCommand> rest = draft.renamed(draft.without(i), one);
        for (HmmCommand substitute : palette(open)) {
          HmmCommand command = draft.anatomy().renamed(substitute, one);
          for (int place = i; place < rest.size(); place++) {
            List<HmmCommand> candidate = new ArrayList<>(rest);
            candidate.add(place, command);
            all.add(candidate);
          }
        }
      }
    }
  }

  /** The simplest commands that change where a page is, or who may do what with it. */
  private List<HmmCommand> palette(HmmCommand replaced) {
    int id = replaced.id();
    List<HmmCommand> palette = new ArrayList<>(draft.anatomy().simpler(replaced));
    if (replaced instanceof Remap remap) {
      palette.add(new Unmap(id, remap.range()));
    }
    for (PageRange range : generic.wholeRanges()) {
      palette.add(new Touch(id, range.region(), range.page(), Access.WRITE));
      palette.add(new Touch(id, range.region(), range.page(), Access.READ));
      for (int mirror : mirrors) {
        Request request = Request.of(mirror, range.region(), range.page(), range.count());
        palette.add(new DeviceRead(id, request));
        palette.add(new DeviceWrite(id, request));
        palette.add(new MigrateToDevice(id, request));
        palette.add(new MigrateToSystem(id, request));
        palette.add(new Exclusive(id, request));
      }
      palette.add(new Protect(id, range, Protect.Protection.READ));
      palette.add(new DontNeed(id, range));
    }
    palette.add(new Fork(id));
    return palette;
  }
}
