package org.pageproof.cli;

/**
 * A bug that can be planted in a simulator.
 *
 * @param id the name that people and traces use
 * @param area the part of the interface that the bug is in
 * @param bug one line: what is wrong
 */
record PlantedFault(String id, String area, String bug) {}
