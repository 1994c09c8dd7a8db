package org.pageproof.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which interfaces to check. */
enum InterfaceChoice {
  USERFAULTFD,
  HMM,
  ALL;

  /** The interfaces, at least one. */
  List<CheckedInterface<?, ?>> interfaces() {
    return switch (this) {
      case USERFAULTFD -> List.of(new CheckedUserfaultfd());
      case HMM -> List.of(new CheckedHmm());
      case ALL -> List.of(new CheckedUserfaultfd(), new CheckedHmm());
    };
  }

  /** Every interface that can be checked. */
  static List<CheckedInterface<?, ?>> all() {
    return ALL.interfaces();
  }

  /** The interface that traces name so; empty if this build knows none. */
  static Optional<CheckedInterface<?, ?>> named(String id) {
    for (CheckedInterface<?, ?> checked : all()) {
      if (checked.id().equals(id)) {
        return Optional.of(checked);
      }
    }
    return Optional.empty();
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
