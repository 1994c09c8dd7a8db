package org.pageproof.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.pageproof.properties.Suite;
import org.pageproof.reference.Oracle;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;

/**
 * A trace from a file.
 *
 * @param checked its interface
 * @param trace what was seen then
 * @param strict whether known divergences are divergences like any other
 */
record StoredTrace<S, C extends Command>(
    CheckedInterface<S, C> checked, Trace<C> trace, boolean strict) {
  /** What a worker can send of one sequence, and the lines around it. */
  private static final int BYTES_MAX = (16 << 20) + (1 << 16);

  /**
   * Reads it.
   *
   * @throws InputException if it cannot be read or is no trace; the message names the file
   */
  static StoredTrace<?, ?> read(Path file) {
    byte[] bytes = bytes(file);
    try {
      String name = TraceFile.interfaceOf(bytes);
      CheckedInterface<?, ?> checked =
          InterfaceChoice.named(name)
              .orElseThrow(() -> new InputException("a trace of the interface '" + name + "'"));
      return of(checked, bytes);
    } catch (TraceFormatException | InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private static <S, C extends Command> StoredTrace<S, C> of(
      CheckedInterface<S, C> checked, byte[] bytes) {
    Trace<C> trace = new TraceFile<>(checked.reports().codec()).decode(bytes);
    return new StoredTrace<>(checked, trace, false);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new InputException(file + ": too large for a trace");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new InputException(file + ": permission denied", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The same trace, judged in this way. */
  StoredTrace<S, C> withStrict(boolean newStrict) {
    return new StoredTrace<>(checked, trace, newStrict);
  }

  /** What judges it, and what is observed of its sequence, on a system with this profile. */
  Oracle<S, C> oracle(Profile profile) {
    Suite<S, C> suite = checked.suite(profile);
    return new Oracle<>((strict ? suite.strict() : suite).model());
  }

  /** What was made of it then. */
  Judgement<C> judgement() {
    return oracle(trace.environment().profile()).explain(trace);
  }

  /**
   * The divergence that a bisection looks for.
   *
   * @throws InputException if there is none
   */
  Fingerprint fingerprint() {
    Verdict verdict = judgement().verdict();
    if (verdict instanceof Verdict.Diverges diverges) {
      return diverges.divergence().fingerprint();
    }
    throw new InputException(
        hasOnlyKnown(verdict)
            ? "no divergence in it but a known one; to bisect that: --known find"
            : "no divergence in it that could be bisected");
  }

  /** Whether nothing but known divergences was seen, and they did not count. */
  static boolean hasOnlyKnown(Verdict verdict) {
    return verdict instanceof Verdict.Conforms conforms && !conforms.known().isEmpty();
  }
}
