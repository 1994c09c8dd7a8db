package org.pageproof.sut.worker.hmm;

import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.worker.AreaCalls;
import org.pageproof.sut.worker.DescriptorLeaks;
import org.pageproof.sut.worker.ProfileProbe;
import org.pageproof.sut.worker.StepExecutor;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
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
    Hello hello = new Hello(usual.profile().with(probe.driver()), usual.machine(), usual.thp());
    return new HmmSteps(hello, probe.types());
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
    observer.begin(plan);
  }

  @Override
  public Observation step(HmmCommand command, boolean last) {
    HmmOutcome outcome = command.accept(executor, plan);
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

  /**
   * {@inheritDoc}
   *
   * <p>Memory goes before mirrors: an eviction loses pages of coherent memory that are exclusively
   * a device's.
   */
  @Override
  public void clean() {
    child.end(); // the last reference to a mirror may be the child's
    AreaCalls.unmapArena();
    slots.closeAll();
    if (!observer.layout().equals(Layout.EMPTY)) {
      throw new HarnessException("leak: the arena is mapped after munmap");
    }
    leaks.check();
  }

  @Override
  public void close() {
    child.end();
  }
}
