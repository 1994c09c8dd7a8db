package org.pageproof.sut.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * This machine's kernel. Sequences are executed by a worker process, which may die or hang of them:
 * that is an observation of the step it happened in, and the next sequence gets a new worker.
 */
public final class KernelSut implements SystemUnderTest<UffdCommand> {
  /** Sequences that may be under way, so that worker and driver need not wait for each other. */
  private static final int WINDOW = 16;

  /** Workers that could not be killed until the run stops. */
  private static final int MAX_ABANDONED = 3;

  /** Workers in a row that die before they begin a sequence, until the run stops. */
  private static final int MAX_IDLE_DEATHS = 3;

  private final KernelOptions options;
  private final Environment environment;
  private @Nullable WorkerProcess current;
  private int abandoned;
  private int idleDeaths;

  private KernelSut(KernelOptions options, WorkerProcess first, Hello hello) {
    this.options = options;
    this.current = first;
    this.environment =
        new Environment(
            options.tool(), "kernel", hello.profile(), hello.machine(), hello.thp(), 0, List.of());
  }

  /**
   * Starts a worker.
   *
   * @throws HarnessException if it cannot work on this machine; the message says why and what to do
   */
  public static KernelSut start(KernelOptions options) {
    WorkerProcess worker = WorkerProcess.start(options);
    return new KernelSut(options, worker, greeting(worker));
  }

  private static Hello greeting(WorkerProcess worker) {
    boolean greeted = false;
    try {
      Hello hello = worker.hello();
      greeted = true;
      return hello;
    } finally {
      if (!greeted) {
        worker.end();
      }
    }
  }

  /** Why this machine's kernel cannot be tested, and how to fix it; empty if it can. */
  public static Optional<String> unavailableBecause() {
    return KernelProbe.run().unavailable();
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public void execute(
      List<CommandSequence<UffdCommand>> batch, Consumer<Trace<UffdCommand>> onTrace) {
    int done = 0;
    boolean complete = false;
    try {
      while (done < batch.size()) {
        WorkerProcess worker = worker();
        submit(worker, batch, done);
        CommandSequence<UffdCommand> sequence = batch.get(done);
        Outcome outcome = worker.await(sequence);
        if (outcome instanceof Outcome.Completed completed) {
          idleDeaths = 0;
          done++;
          onTrace.accept(new Trace<>(environment, sequence, completed.observations()));
        } else if (outcome instanceof Outcome.Lost lost) {
          discard();
          done++;
          onTrace.accept(new Trace<>(environment, sequence, lost.observations()));
        } else if (outcome instanceof Outcome.DiedIdle death) {
          discard();
          retry(death);
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        discard();
      }
    }
  }

  /** Sends what the window and the worker's life leave room for. */
  private void submit(WorkerProcess worker, List<CommandSequence<UffdCommand>> batch, int done) {
    int room = Math.min(WINDOW, options.recycleAfter() - worker.executed());
    while (worker.outstanding() < room && done + worker.outstanding() < batch.size()) {
      worker.send(batch.get(done + worker.outstanding()));
    }
  }

  /** A worker that dies idle died of nothing that was observed; a new one takes over. */
  private void retry(Outcome.DiedIdle death) {
    idleDeaths++;
    if (idleDeaths == MAX_IDLE_DEATHS) {
      throw new HarnessException(
          MAX_IDLE_DEATHS
              + " workers in a row died while they had nothing to do, the last of "
              + death.how()
              + "; does something kill them?");
    }
  }

  private WorkerProcess worker() {
    WorkerProcess worker = current;
    if (worker != null && worker.executed() >= options.recycleAfter()) {
      discard();
      worker = null;
    }
    if (worker == null) {
      worker = WorkerProcess.start(options);
      checkSameKernel(greeting(worker));
      current = worker;
    }
    return worker;
  }

  private void checkSameKernel(Hello hello) {
    if (!hello.profile().equals(environment.profile())) {
      throw new HarnessException(
          "the kernel's profile changed during the run: "
              + environment.profile()
              + ", now "
              + hello.profile());
    }
  }

  /** Ends the current worker, if there is one. */
  private void discard() {
    WorkerProcess worker = current;
    current = null;
    if (worker != null && !worker.end()) {
      abandoned++;
      if (abandoned == MAX_ABANDONED) {
        throw new HarnessException(
            MAX_ABANDONED + " workers are stuck in the kernel and cannot be killed; reboot");
      }
    }
  }

  /** The process id of the worker that the next sequence would get; for tests. */
  long workerPid() {
    return worker().pid();
  }

  @Override
  public KernelSut fresh() {
    return start(options);
  }

  @Override
  public void close() {
    discard();
  }
}
