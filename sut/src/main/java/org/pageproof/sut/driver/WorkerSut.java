package org.pageproof.sut.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.KernelState;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.trace.CommandCodec;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Trace;

/**
 * A kernel, as workers show it. A worker may die or hang of a sequence: that is an observation of
 * the step it happened in, and the next sequence gets a new worker.
 */
public final class WorkerSut<C extends Command> implements SystemUnderTest<C> {
  /** Sequences that may be under way, so that worker and driver need not wait for each other. */
  private static final int WINDOW = 16;

  /** Workers that could not be killed until the run stops. */
  private static final int MAX_ABANDONED = 3;

  /** Workers in a row that die of no sequence, until the run stops. */
  private static final int MAX_IDLE_DEATHS = 3;

  private final Launcher launcher;
  private final CommandCodec<C> codec;
  private final DriverOptions options;
  private final Environment environment;
  private final KernelState kernel;
  private @Nullable Session<C> current;
  private int abandoned;
  private int idleDeaths;

  private WorkerSut(
      Launcher launcher, CommandCodec<C> codec, DriverOptions options, Worker first, Hello hello) {
    this.launcher = launcher;
    this.codec = codec;
    this.options = options;
    this.current = new Session<>(first, codec, options.hangLimit());
    this.environment =
        new Environment(
            options.tool(),
            launcher.sut(),
            hello.profile(),
            hello.machine(),
            hello.thp(),
            0,
            List.of());
    this.kernel = hello.kernel();
  }

  /**
   * Starts the first worker.
   *
   * @param launcher where workers come from; closed with this system, or if this fails
   * @param codec the commands that they understand
   * @throws HarnessException if it cannot work on this machine; the message says why and what to do
   */
  public static <C extends Command> WorkerSut<C> start(
      Launcher launcher, CommandCodec<C> codec, DriverOptions options) {
    boolean started = false;
    try {
      Worker worker = launcher.launch();
      WorkerSut<C> sut = new WorkerSut<>(launcher, codec, options, worker, greeting(worker));
      started = true;
      return sut;
    } finally {
      if (!started) {
        launcher.close();
      }
    }
  }

  private static Hello greeting(Worker worker) {
    boolean greeted = false;
    try {
      Hello hello = worker.greeting();
      greeted = true;
      return hello;
    } finally {
      if (!greeted) {
        worker.end(false);
      }
    }
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Optional<KernelState> kernel() {
    return Optional.of(kernel);
  }

  @Override
  public void execute(List<CommandSequence<C>> batch, Consumer<Trace<C>> onTrace) {
    int done = 0;
    boolean complete = false;
    try {
      while (done < batch.size()) {
        Session<C> session = session();
        submit(session, batch, done);
        CommandSequence<C> sequence = batch.get(done);
        Outcome outcome = session.await(sequence);
        if (outcome instanceof Outcome.Completed completed) {
          idleDeaths = 0;
          done++;
          List<String> log = List.of();
          if (launcher.launchesKernels() && taints(completed.observations())) {
            log = session.worker().kernelLog();
            discard(); // the next sequences shall run in a kernel that is as it was
          }
          onTrace.accept(new Trace<>(environment, sequence, completed.observations(), log));
        } else if (outcome instanceof Outcome.Lost lost) {
          discard();
          done++;
          onTrace.accept(new Trace<>(environment, sequence, lost.observations()));
        } else if (outcome instanceof Outcome.NotExecuted death) {
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

  @Override
  public void distrust() {
    if (launcher.launchesKernels()) {
      discard();
    }
  }

  /** Whether the kernel got a taint by a sequence: later sequences could not show it again. */
  private static boolean taints(List<Observation> seen) {
    return seen.stream().anyMatch(observation -> observation.taint() != 0);
  }

  /** Sends what the window and the worker's life leave room for. */
  private void submit(Session<C> session, List<CommandSequence<C>> batch, int done) {
    int room = Math.min(WINDOW, options.recycleAfter() - session.executed());
    while (session.outstanding() < room && done + session.outstanding() < batch.size()) {
      session.send(batch.get(done + session.outstanding()));
    }
  }

  /** A worker that died idle died of nothing that was observed; a new one takes over. */
  private void retry(Outcome.NotExecuted death) {
    idleDeaths++;
    if (idleDeaths == MAX_IDLE_DEATHS) {
      throw new HarnessException(
          MAX_IDLE_DEATHS
              + " workers in a row died of no sequence of theirs, the last of "
              + death.how().lines().findFirst().orElse("nothing known")
              + "; does something kill them?");
    }
  }

  private Session<C> session() {
    Session<C> session = current;
    if (session != null && session.executed() >= options.recycleAfter()) {
      discard();
      session = null;
    }
    if (session == null) {
      Worker worker = launcher.launch();
      checkSameKernel(worker);
      session = new Session<>(worker, codec, options.hangLimit());
      current = session;
    }
    return session;
  }

  private void checkSameKernel(Worker worker) {
    Hello hello = greeting(worker);
    if (!hello.profile().equals(environment.profile())) {
      worker.end(true);
      throw new HarnessException(
          "the kernel's profile changed during the run: "
              + environment.profile()
              + ", now "
              + hello.profile());
    }
  }

  /** Ends the current worker, if there is one. */
  private void discard() {
    Session<C> session = current;
    current = null;
    if (session != null && !session.end()) {
      abandoned++;
      if (abandoned == MAX_ABANDONED) {
        throw new HarnessException(
            MAX_ABANDONED + " workers are stuck in the kernel and cannot be killed; reboot");
      }
    }
  }

  /** The process id of the worker that the next sequence would get. */
  public long workerPid() {
    return session().worker().pid();
  }

  @Override
  public WorkerSut<C> fresh() {
    return start(launcher.fresh(), codec, options);
  }

  @Override
  public void close() {
    try {
      discard();
    } finally {
      launcher.close();
    }
  }
}
