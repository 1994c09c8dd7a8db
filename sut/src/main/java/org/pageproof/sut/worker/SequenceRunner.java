package org.pageproof.sut.worker;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.StepWriter;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Executes sequences one at a time: call, settle, observe, write down; clean up at the end. */
final class SequenceRunner implements AutoCloseable {
  private final UffdCommandCodec codec = new UffdCommandCodec();
  private final JsonWriter json = new JsonWriter();
  private final Journal journal;
  private final Touchers touchers = new Touchers();
  private final DescriptorSlots slots = new DescriptorSlots();
  private final DescriptorObserver descriptors = new DescriptorObserver(slots);
  private final Observer observer = new Observer();
  private final ChildSlot child = new ChildSlot();
  private final UffdExecutor executor =
      new UffdExecutor(slots, descriptors, touchers, observer, child);
  private final Settler settler;
  private final Cleaner cleaner;

  /** Writes steps to the journal; gives up on a step that does not settle within the limit. */
  SequenceRunner(Journal journal, long hangLimitNs) {
    this.journal = journal;
    this.settler = new Settler(touchers, descriptors, child, hangLimitNs);
    this.cleaner = new Cleaner(slots, child, touchers, settler, observer);
  }

  /**
   * Executes a sequence and returns its step lines.
   *
   * @throws HangException if a step or the clean-up does not settle
   */
  byte[] run(Request<UffdCommand> request) {
    AddressPlan plan = request.sequence().plan();
    List<UffdCommand> commands = request.sequence().commands();
    json.reset();
    journal.begin(request.number());
    observer.begin(plan);
    StepWriter<UffdCommand> steps = new StepWriter<>(codec, plan, json);
    for (int i = 0; i < commands.size(); i++) {
      UffdCommand command = commands.get(i);
      steps.step(command, step(command, plan, i == commands.size() - 1));
      journal.append(json);
    }
    cleaner.clean(plan);
    return json.bytesFrom(0);
  }

  private Observation step(UffdCommand command, AddressPlan plan, boolean last) {
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
        observer.layout(command.kind()); // before the pages, some of which cannot be read in place
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

  /** Ends the child of a sequence that was not completed. */
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
