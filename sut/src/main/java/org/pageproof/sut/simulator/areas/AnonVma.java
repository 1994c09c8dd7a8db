package org.pageproof.sut.simulator.areas;

/**
 * The anchor of the reverse mapping of anonymous pages. Only its identity matters here: it decides
 * which areas may merge. It outlives the pages it was made for.
 */
public final class AnonVma {}
