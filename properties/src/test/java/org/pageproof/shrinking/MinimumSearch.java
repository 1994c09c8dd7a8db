package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reference.userfaultfd.Waiter;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.SimulatorSession;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Finds, by exhausting every sequence up to a length, the smallest one for each fingerprint that a
 * planted fault can show. Sequences that lead to the same state of model and simulator, words in
 * pages renumbered, are followed once: the one of the least operand weight among those that use the
 * same slots and pages, since the rest of a sequence's size only depends on these.
 */
final class MinimumSearch {
  private final AddressPlan plan;
  private final List<UffdCommand> alphabet;
  private final UffdModel model = new UffdModel(Profile.linux618());
  private final UffdSimplifier simplifier = new UffdSimplifier();
  private final UffdAnatomy anatomy = new UffdAnatomy();
  private final Simulator simulator;
  private final Map<String, Smallest> smallest = new TreeMap<>();

  /** The smallest sequence known for a fingerprint. */
  record Smallest(Size size, List<UffdCommand> commands) {}

  /** A state to go on from, and the lightest way to it. */
  private record Node(List<UffdCommand> path, UffdState state, Observation seen, int weight) {}

  MinimumSearch(Fault fault, UffdAlphabet alphabet) {
    this.plan = new AddressPlan(alphabet.pages());
    this.alphabet = alphabet.commands();
    this.simulator = new Simulator(Profile.linux618(), Set.of(fault), "test");
  }

  /** The smallest sequence for each fingerprint that shows up within so many commands. */
  Map<String, Smallest> search(int maxCommands) {
    Map<String, Node> level = new HashMap<>();
    Node root = new Node(List.of(), model.initialState(plan), Observation.initial(plan), 0);
    level.put("", root);
    Set<String> visited = new HashSet<>();
    for (int length = 1; length <= maxCommands; length++) {
      Map<String, Node> next = new HashMap<>();
      for (Node node : level.values()) {
        expand(node, length == maxCommands, next);
      }
      next.keySet().removeAll(visited);
      visited.addAll(next.keySet());
      level = next;
    }
    return smallest;
  }

  private void expand(Node node, boolean last, Map<String, Node> next) {
    int id = freeId(node.state());
    for (UffdCommand letter : alphabet) {
      UffdCommand command = anatomy.withId(letter, id);
      SimulatorSession session = simulator.begin(plan);
      node.path().forEach(session::execute);
      Observation seen = session.execute(command);
      List<UffdCommand> path = new ArrayList<>(node.path());
      path.add(command);
      Optional<UffdState> after = step(node.state(), command, seen);
      if (after.isEmpty()) {
        record(node, path, seen);
      } else if (!last) {
        keep(session, path, after.get(), seen, next);
      }
    }
  }

  /**
   * The state that the observation leaves possible; empty if what was seen is neither allowed nor
   * known.
   */
  private Optional<UffdState> step(UffdState state, UffdCommand command, Observation seen) {
    List<AllowedStep<UffdState>> steps = new ArrayList<>(model.allowed(state, command));
    steps.addAll(model.tolerated(state, command));
    for (AllowedStep<UffdState> step : steps) {
      if (step.expectation().matches(seen)) {
        return Optional.of(model.resolve(step.next(), seen));
      }
    }
    return Optional.empty();
  }

  private void record(Node node, List<UffdCommand> path, Observation seen) {
    List<Observation> observations = new ArrayList<>();
    SimulatorSession session = simulator.begin(plan);
    node.path().forEach(command -> observations.add(session.execute(command)));
    observations.add(seen);
    Environment environment = simulator.environment();
    Trace<UffdCommand> trace =
        new Trace<>(environment, new CommandSequence<>(plan, path), observations);
    Verdict verdict = new Oracle<>(model).judge(trace, (state, command, rule) -> {});
    if (verdict instanceof Verdict.Diverges diverges) {
      String fingerprint = diverges.divergence().fingerprint().toString();
      Size size = simplifier.size(path, plan);
      Smallest known = smallest.get(fingerprint);
      if (known == null || size.compareTo(known.size()) < 0) {
        smallest.put(fingerprint, new Smallest(size, path));
      }
    }
  }

  private void keep(
      SimulatorSession session,
      List<UffdCommand> path,
      UffdState state,
      Observation seen,
      Map<String, Node> next) {
    String key = key(path, state, session.hiddenState());
    int weight = simplifier.size(path, plan).weight();
    Node known = next.get(key);
    if (known == null || weight < known.weight()) {
      next.put(key, new Node(path, state, seen, weight));
    }
  }

  private String key(List<UffdCommand> path, UffdState state, String hidden) {
    SlotUse use = SlotUse.of(path, plan, anatomy);
    Map<Long, Integer> words = new HashMap<>();
    StringBuilder key = new StringBuilder(200);
    key.append(set(use.descriptors())).append(' ').append(set(use.threads())).append(' ');
    key.append(use.pageSet()).append(' ').append(hidden).append(' ');
    key.append(state.contexts()).append(state.registration()).append(state.layout());
    key.append(state.shmem()).append(state.unseen());
    append(state.pages(), words, key);
    state
        .child()
        .ifPresent(
            child -> {
              key.append(" child ").append(child.layout()).append(child.lazy());
              append(child.pages(), words, key);
            });
    for (Waiter w : state.waiters().list()) {
      key.append(w.thread()).append(w.fd()).append(w.page()).append(w.access()).append(w.turn());
      key.append(w.protection());
    }
    return key.toString();
  }

  private static void append(Pages pages, Map<Long, Integer> words, StringBuilder key) {
    for (int page = 0; page < pages.size(); page++) {
      if (pages.bits(page) != 0) {
        key.append(page).append(':').append(pages.bits(page)).append(':');
        key.append(number(pages.head(page), words)).append(':');
        key.append(number(pages.tail(page), words)).append(' ');
      }
    }
  }

  private static int number(long word, Map<Long, Integer> words) {
    return word == 0 ? 0 : words.computeIfAbsent(word, w -> words.size() + 1);
  }

  private static int set(List<Integer> slots) {
    int set = 0;
    for (int slot : slots) {
      set |= 1 << slot;
    }
    return set;
  }

  /** An id that no word in memory and no waiter carries. */
  private static int freeId(UffdState state) {
    Set<Integer> used = new HashSet<>();
    note(state.pages(), used);
    state.child().ifPresent(child -> note(child.pages(), used));
    state.waiters().list().forEach(waiter -> used.add(Token.commandId(waiter.token())));
    int id = 1;
    while (used.contains(id)) {
      id++;
    }
    return id;
  }

  private static void note(Pages pages, Set<Integer> ids) {
    for (int page = 0; page < pages.size(); page++) {
      ids.add(Token.commandId(pages.head(page)));
      ids.add(Token.commandId(pages.tail(page)));
    }
  }
}
