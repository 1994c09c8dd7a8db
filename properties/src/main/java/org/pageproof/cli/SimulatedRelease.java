package org.pageproof.cli;

import org.pageproof.vocabulary.Profile;

/**
 * A kernel that a simulator can be run as.
 *
 * @param text as users write it
 * @param profile what it differs in from others
 * @param verified whether the facts behind it were probed on such a kernel
 */
record SimulatedRelease(String text, Profile profile, boolean verified) {}
