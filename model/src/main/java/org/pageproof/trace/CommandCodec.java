package org.pageproof.trace;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;

/** Writes and reads the operands of one interface's commands. */
public interface CommandCodec<C extends Command> {
  /** The interface's name in trace headers, such as {@code userfaultfd}. */
  String interfaceName();

  /** Appends the operands as fields of the object that is being written. */
  void write(C command, AddressPlan plan, JsonWriter to);

  /**
   * Reads the command whose kind and id are already known.
   *
   * @throws TraceFormatException if the kind is unknown or an operand is missing or out of bounds
   */
  C read(String kindName, int id, JsonObject from, AddressPlan plan);
}
