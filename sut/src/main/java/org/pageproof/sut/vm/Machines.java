package org.pageproof.sut.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.UntestableKernelException;
import org.pageproof.sut.driver.Worker;

/**
 * The machine of a run: guests of it are booted, or copied from a snapshot. Which accelerator works
 * is found out once.
 */
final class Machines {
  /** How many guests are booted to get one whose worker becomes ready. */
  private static final int BOOTS_MAX = 3;

  private final Machine template;
  private final Accelerator wanted;
  private final SnapshotStore store;
  private final Consumer<String> notes;
  private @Nullable Machine working;
  private @Nullable Snapshot snapshot;

  /**
   * Machines that differ in their accelerator.
   *
   * @param template a machine with any accelerator
   * @param notes gets a line for each boot that is repeated
   */
  Machines(Machine template, Accelerator wanted, SnapshotStore store, Consumer<String> notes) {
    this.template = template;
    this.wanted = wanted;
    this.store = store;
    this.notes = notes;
  }

  /** A guest that boots. */
  Worker boot() {
    return withMachine(machine -> booting(machine, () -> booted(machine)));
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

  /**
   * Boots, and again if the guest dies before its worker is ready. Not under KVM, which does that
   * on machines where it cannot run guests.
   */
  private <T> T booting(Machine machine, Supplier<T> boot) {
    int most = machine.accelerator() == Accelerator.TCG ? BOOTS_MAX : 1;
    for (int boots = 1; ; boots++) {
      try {
        return boot.get();
      } catch (EarlyDeathException e) {
        if (boots == most) {
          throw new UntestableKernelException(e);
        }
        notes.accept(e.getMessage() + "; booting again");
      }
    }
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
    return remembered(booting(machine, () -> store.take(name, machine)), machine);
  }

  private Worker remembered(Snapshot works, Machine machine) {
    Worker worker = works.restore(machine);
    snapshot = works;
    return worker;
  }
}
