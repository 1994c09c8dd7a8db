package org.pageproof.sut.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Worker;

/**
 * The machine of a run: guests of it are booted, or copied from a snapshot. Which accelerator works
 * is found out once.
 */
final class Machines {
  private final Machine template;
  private final Accelerator wanted;
  private final SnapshotStore store;
  private @Nullable Machine working;
  private @Nullable Snapshot snapshot;

  /**
   * Machines that differ in their accelerator.
   *
   * @param template a machine with any accelerator
   */
  Machines(Machine template, Accelerator wanted, SnapshotStore store) {
    this.template = template;
    this.wanted = wanted;
    this.store = store;
  }

  /** A guest that boots. */
  Worker boot() {
    return withMachine(Machines::booted);
  }

  /** A copy of a guest that is ready. */
  Worker copy() {
    return withMachine(this::copied);
  }

  /** Tries the accelerators one after another until one works, which is remembered. */
  private Worker withMachine(Function<Machine, Worker> start) {
    Machine known = working;
    if (known != null) {
      return start.apply(known);
    }
    List<HarnessException> failures = new ArrayList<>();
    for (Machine machine : candidates()) {
      try {
        Worker worker = start.apply(machine);
        working = machine;
        return worker;
      } catch (HarnessException e) {
        failures.add(e);
      }
    }
    HarnessException last = failures.get(failures.size() - 1);
    failures.stream().filter(failure -> failure != last).forEach(last::addSuppressed);
    throw last;
  }

  private List<Machine> candidates() {
    return switch (wanted) {
      case AUTO ->
          Accelerator.isKvmThere()
              ? List.of(template.with(Accelerator.KVM), template.with(Accelerator.TCG))
              : List.of(template.with(Accelerator.TCG));
      case KVM, TCG -> List.of(template.with(wanted));
    };
  }

  private static Worker booted(Machine machine) {
    Guest guest = Guest.start(machine, new Ram.Fresh());
    boolean greeted = false;
    try {
      Worker worker = GuestWorker.booting(guest, machine.accelerator().bootLimit());
      greeted = true;
      return worker;
    } finally {
      if (!greeted) {
        guest.end();
      }
    }
  }

  private Worker copied(Machine machine) {
    Snapshot known = snapshot;
    if (known != null) {
      return known.restore(machine);
    }
    String name = SnapshotKey.of(machine, machine.qemu().version());
    Optional<Snapshot> kept = store.find(name);
    if (kept.isPresent()) {
      try {
        return remembered(kept.get(), machine);
      } catch (HarnessException e) {
        store.remove(kept.get()); // a disk was full, or a machine lost its power: taken again
      }
    }
    return remembered(store.take(name, machine), machine);
  }

  private Worker remembered(Snapshot works, Machine machine) {
    Worker worker = works.restore(machine);
    snapshot = works;
    return worker;
  }
}
