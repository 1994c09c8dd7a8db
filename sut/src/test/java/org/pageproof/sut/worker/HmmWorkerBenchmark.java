package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.sut.worker.hmm.HmmSteps;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.hmm.HmmCommand;

/**
 * Measures the worker of the HMM interface alone, in this process and without frames: {@code
 * HmmWorkerBenchmark [rounds] [sequences per round] [commands per sequence]}. It needs the test
 * driver, so it runs in a guest, where it may be the first process.
 */
final class HmmWorkerBenchmark {
  private HmmWorkerBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
    int sequences = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    int commands = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    Path directory = Files.createTempDirectory("pageproof-benchmark-");
    Path file = directory.resolve("journal");
    List<CommandSequence<HmmCommand>> batch = new RandomHmmSequences(1).draw(sequences, commands);
    try (SequenceRunner<HmmCommand> runner =
        new SequenceRunner<>(HmmSteps.start(), Journal.create(file))) {
      for (int round = 0; round < rounds; round++) {
        long bytes = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < sequences; i++) {
          bytes += runner.run(new Request<>(i, batch.get(i))).length;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.err.printf(
            "round %d: %.0f sequences/s, %.1f us/command, %d bytes/command%n",
            round,
            sequences / seconds,
            seconds * 1e6 / sequences / commands,
            bytes / sequences / commands);
      }
    }
    Files.delete(file);
    Files.delete(directory);
  }
}
