package org.pageproof.sut;

/**
 * What a kernel says of itself before anything is executed; for people.
 *
 * @param version {@code /proc/version}, empty if it is hidden
 * @param tainted {@code /proc/sys/kernel/tainted}, a decimal mask
 */
public record KernelState(String version, String tainted) {}
