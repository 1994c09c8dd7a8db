package org.pageproof.cli;

import java.util.Locale;
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

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
