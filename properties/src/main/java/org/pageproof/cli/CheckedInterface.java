package org.pageproof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.pageproof.generation.UffdVocabulary;
import org.pageproof.properties.Suite;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** The interfaces that can be checked. */
enum CheckedInterface {
  USERFAULTFD;

  /** What the main loop needs to check it on a system with this profile. */
  Suite<UffdState, UffdCommand> suite(Profile profile) {
    return switch (this) {
      case USERFAULTFD -> Suite.userfaultfd(profile);
    };
  }

  /**
   * The same, drawing only a vocabulary.
   *
   * @throws InputException if the interface has no vocabulary of this name
   */
  Function<Profile, Suite<UffdState, UffdCommand>> suites(String vocabulary) {
    return switch (this) {
      case USERFAULTFD -> {
        UffdVocabulary drawn = userfaultfd(vocabulary);
        yield profile -> Suite.userfaultfd(profile, drawn);
      }
    };
  }

  private static UffdVocabulary userfaultfd(String id) {
    List<String> ids = new ArrayList<>();
    for (UffdVocabulary vocabulary : UffdVocabulary.values()) {
      if (vocabulary.id().equals(id)) {
        return vocabulary;
      }
      ids.add(vocabulary.id());
    }
    throw new InputException("no such vocabulary: " + id + "; there is " + String.join(", ", ids));
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
