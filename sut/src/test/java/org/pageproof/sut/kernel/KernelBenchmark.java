package org.pageproof.sut.kernel;

import java.util.List;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Measures commands per second, driver and worker together: {@code KernelBenchmark [rounds]
 * [sequences per round] [commands per sequence]}. The later rounds are the ones to read, because
 * the worker is compiled while it runs.
 */
final class KernelBenchmark {
  private KernelBenchmark() {}

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
    int sequences = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    int commands = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    try (WorkerSut<UffdCommand> sut = KernelSut.start(KernelOptions.standard("benchmark"))) {
      for (int round = 0; round < rounds; round++) {
        List<CommandSequence<UffdCommand>> batch =
            new RandomSequences(round).draw(sequences, commands);
        long[] blocked = {0};
        long begin = System.nanoTime();
        sut.execute(
            batch,
            trace ->
                blocked[0] +=
                    trace.observations().stream()
                        .filter(seen -> seen.reply().equals(Reply.BLOCKED))
                        .count());
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            "round %d: %.0f commands/s, %.2f us/command, %.2f blocked touches per sequence%n",
            round,
            (double) sequences * commands / seconds,
            seconds * 1e6 / sequences / commands,
            (double) blocked[0] / sequences);
      }
    }
  }
}
