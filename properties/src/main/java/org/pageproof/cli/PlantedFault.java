package org.pageproof.cli;

import java.util.List;
import java.util.function.Predicate;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.Profile;

/**
 * A bug that can be planted in a simulator.
 *
 * @param id the name that people and traces use
 * @param area the part of the interface that the bug is in
 * @param bug one line: what is wrong
 * @param kernels the kernels in which it is wrong: elsewhere it changes nothing
 */
record PlantedFault(String id, String area, String bug, Predicate<Profile> kernels) {
  /** What users are told of these. */
  static List<PlantedFault> of(List<Fault> faults) {
    return faults.stream()
        .map(fault -> new PlantedFault(fault.id(), fault.area(), fault.bug(), fault::isFaultIn))
        .toList();
  }
}
