package org.pageproof.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which interfaces to check. */
enum InterfaceChoice {
  USERFAULTFD(List.of(new CheckedUserfaultfd()));

  private final List<CheckedInterface<?, ?>> interfaces;

  InterfaceChoice(List<CheckedInterface<?, ?>> interfaces) {
    this.interfaces = interfaces;
  }

  /** The interfaces, at least one. */
  List<CheckedInterface<?, ?>> interfaces() {
    return interfaces;
  }

  /** Every interface that can be checked. */
  static List<CheckedInterface<?, ?>> all() {
    return USERFAULTFD.interfaces;
  }

  /** The interface that traces name so; empty if this build knows none. */
  static Optional<CheckedInterface<?, ?>> named(String id) {
    return all().stream()
        .<CheckedInterface<?, ?>>map(each -> each)
        .filter(checked -> checked.id().equals(id))
        .findFirst();
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
