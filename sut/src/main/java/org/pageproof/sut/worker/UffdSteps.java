package org.pageproof.sut.worker;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Executes the commands of userfaultfd: call, settle, observe. */
public final class UffdSteps implements StepExecutor<UffdCommand> {
  private final Hello hello;
  private final Touchers touchers = new Touchers();
  private final DescriptorSlots slots = new DescriptorSlots();
  private final DescriptorObserver descriptors = new DescriptorObserver(slots);
  private final Observer observer = new Observer();
  private final ChildSlot child = new ChildSlot();
  private final UffdExecutor executor =
      new UffdExecutor(slots, descriptors, touchers, observer, child);
  private final Settler settler;
  private final Cleaner cleaner;
  private AddressPlan plan = new AddressPlan(1);

  /**
   * Gets ready to execute; gives up on a step that does not settle within the limit.
   *
   * @throws org.pageproof.sut.HarnessException if no descriptor can be had
   */
  public static UffdSteps start(long hangLimitNs) {
    LowMemory.fence();
    return new UffdSteps(ProfileProbe.negotiate(), hangLimitNs);
  }

  private UffdSteps(Hello hello, long hangLimitNs) {
    this.hello = hello;
    this.settler = new Settler(touchers, descriptors, child, hangLimitNs);
    this.cleaner = new Cleaner(slots, child, touchers, settler, observer);
  }

  @Override
  public CommandCodec<UffdCommand> codec() {
    return new UffdCommandCodec();
  }

  @Override
  public Hello hello() {
    return hello;
  }

  @Override
  public List<CommandSequence<UffdCommand>> warmUp() {
    return UffdWarmUp.sequences();
  }

  @Override
  public void begin(AddressPlan newPlan) {
    if (newPlan.huge()) {
      throw new HarnessException("a huge plan, which userfaultfd is not tested with");
    }
    plan = newPlan;
    observer.begin(plan);
  }

  /**
   * {@inheritDoc}
   *
   * @throws HangException if the step does not settle
   */
  @Override
  public Observation step(UffdCommand command, boolean last) {
    int busyBefore = touchers.busySet();
    Outcome outcome = command.accept(executor, plan);
    boolean touched = outcome.reply().equals(Reply.BLOCKED);
    int thread = touched && command instanceof Touch touch ? touch.thread() : -1;
    int busy = settler.settle();
    Reply reply = outcome.reply();
    if (touched && (busy >> thread & 1) == 0) {
      reply = touchers.get(thread).reply();
    }
    Layout layout =
        observer.layout(
            command.kind(), last); // before the pages, some of which cannot be read in place
    return new Observation(
        reply,
        outcome.out(),
        outcome.messages(),
        completions(busyBefore & ~busy),
        descriptors.observe(),
        observer.pages(),
        layout,
        child.observe(),
        last ? observer.newTaint() : 0);
  }

  /**
   * {@inheritDoc}
   *
   * @throws HangException if the clean-up does not settle
   */
  @Override
  public void clean() {
    cleaner.clean(plan);
  }

  @Override
  public void close() {
    child.reap();
  }

  private List<Completion> completions(int ended) {
    if (ended == 0) {
      return List.of();
    }
    List<Completion> completions = new ArrayList<>(Observation.THREADS);
    for (int rest = ended; rest != 0; rest &= rest - 1) {
      int slot = Integer.numberOfTrailingZeros(rest);
      completions.add(new Completion(slot, touchers.get(slot).reply()));
    }
    return completions;
  }
}
