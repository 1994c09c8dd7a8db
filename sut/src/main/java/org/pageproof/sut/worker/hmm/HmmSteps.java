package org.pageproof.sut.worker.hmm;

import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.worker.AreaCalls;
import org.pageproof.sut.worker.DescriptorLeaks;
import org.pageproof.sut.worker.HarmException;
import org.pageproof.sut.worker.ProfileProbe;
import org.pageproof.sut.worker.StepExecutor;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmCommand;

/** Executes the commands of the HMM test driver: call, observe. No command of it can block. */
public final class HmmSteps implements StepExecutor<HmmCommand> {
  private final Hello hello;
  private final MirrorSlots slots = new MirrorSlots();
  private final HmmChild child;
  private final HmmObserver observer;
  private final HmmExecutor executor;
  private final DescriptorLeaks leaks;
  private AddressPlan plan = new AddressPlan(1);
  private Observation seen = Observation.initial(plan);

  private HmmSteps(Hello hello, SwapTypes types) {
    this.hello = hello;
    child = new HmmChild(types);
    observer = new HmmObserver(hello.profile().driver(), types, slots);
    executor = new HmmExecutor(hello.profile().driver(), slots, observer, child);
    leaks = new DescriptorLeaks(MirrorCalls.DEVICE);
  }

  /**
   * Gets ready to execute.
   *
   * @throws HarnessException if the driver cannot be tested here; the message says why and what to
   *     do
   */
  public static HmmSteps start() {
    MirrorProbe probe = MirrorProbe.negotiate();
    Hello usual = ProfileProbe.negotiate();
    return new HmmSteps(usual.with(usual.profile().with(probe.driver())), probe.types());
  }

  @Override
  public CommandCodec<HmmCommand> codec() {
    return new HmmCommandCodec();
  }

  @Override
  public Hello hello() {
    return hello;
  }

  @Override
  public List<CommandSequence<HmmCommand>> warmUp() {
    return HmmWarmUp.sequences();
  }

  @Override
  public void begin(AddressPlan newPlan) {
    plan = newPlan;
    seen = observer.begin(plan);
  }

  @Override
  public Observation step(HmmCommand command, boolean last) {
    HmmOutcome outcome = command.accept(executor, plan);
    seen =
        outcome.reply() instanceof Reply.Withheld
            ? unchanged(outcome) // the kernel was not asked for anything
            : observe(command, outcome);
    return seen;
  }

  private Observation observe(HmmCommand command, HmmOutcome outcome) {
    Layout layout =
        observer.layout(command.kind()); // before the pages, some of which cannot be read in place
    return Observation.ofMirrors(
        outcome.reply(),
        outcome.out(),
        outcome.data(),
        observer.pages(),
        layout,
        child.observe(),
        observer.mirrors(),
        observer.newTaint());
  }

  private Observation unchanged(HmmOutcome outcome) {
    return Observation.ofMirrors(
        outcome.reply(),
        outcome.out(),
        outcome.data(),
        seen.pages(),
        seen.layout(),
        seen.child(),
        seen.mirrors().orElseThrow(),
        0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Memory goes before mirrors: an eviction loses pages of coherent memory that are exclusively
   * a device's. The kernel erases from all mirrors what is unmapped, so all of the arena is mapped
   * first.
   *
   * @throws HarmException if the kernel complains
   */
  @Override
  public void clean() {
    // First the pages: with the last reference to a mirror, which may be the child's, its device is
    // evicted, and before 6.15 that leaks those that are under exclusive access.
    AreaCalls.coverArena(plan);
    AreaCalls.unmapArena(plan);
    child.end();
    slots.clearAll();
    if (!observer.layout().equals(Layout.EMPTY)) {
      throw new HarnessException("leak: the arena is mapped after munmap");
    }
    leaks.check(slots.countKept());
    long taint = observer.newTaint();
    if (taint != 0) {
      throw new HarmException(
          "the kernel was tainted (" + taint + ") when what the sequence left was cleaned up");
    }
  }

  @Override
  public void close() {
    child.end();
  }
}
