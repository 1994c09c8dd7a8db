package org.pageproof.cli;

import org.pageproof.vocabulary.Profile;

/** The kernels that the simulator can be run as. */
enum SimulatedRelease {
  LINUX_4_3("4.3", false),
  LINUX_6_1("6.1", true),
  LINUX_6_12("6.12", true),
  LINUX_6_18("6.18", true);

  private final String text;
  private final boolean verified;

  SimulatedRelease(String text, boolean verified) {
    this.text = text;
    this.verified = verified;
  }

  /** What it differs in from others. */
  Profile profile() {
    return switch (this) {
      case LINUX_4_3 -> Profile.linux43();
      case LINUX_6_1 -> Profile.linux61();
      case LINUX_6_12 -> Profile.linux612();
      case LINUX_6_18 -> Profile.linux618();
    };
  }

  /** Whether the facts behind it were probed on such a kernel. */
  boolean isVerified() {
    return verified;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return text;
  }
}
