package org.pageproof.vocabulary;

import java.util.List;

/**
 * What is generated, executed and shrunk. Any sub-sequence of it still runs.
 *
 * @param plan where the region slots lie
 * @param commands in order of execution
 */
public record CommandSequence<C extends Command>(AddressPlan plan, List<C> commands) {
  /** Copies the list. */
  public CommandSequence {
    commands = List.copyOf(commands);
  }

  /** The number of commands. */
  public int size() {
    return commands.size();
  }

  /** The same plan with other commands. */
  public CommandSequence<C> with(List<C> others) {
    return new CommandSequence<>(plan, others);
  }
}
