package org.pageproof.cli;

import java.util.List;
import org.pageproof.sut.simulator.Fault;

/**
 * A bug that can be planted in a simulator.
 *
 * @param id the name that people and traces use
 * @param area the part of the interface that the bug is in
 * @param bug one line: what is wrong
 */
record PlantedFault(String id, String area, String bug) {
  /** What users are told of these. */
  static List<PlantedFault> of(List<Fault> faults) {
    return faults.stream()
        .map(fault -> new PlantedFault(fault.id(), fault.area(), fault.bug()))
        .toList();
  }
}
