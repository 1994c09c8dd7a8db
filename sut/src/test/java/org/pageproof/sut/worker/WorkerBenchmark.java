package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pageproof.sut.kernel.RandomSequences;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Measures the worker alone, in this process and without frames: {@code WorkerBenchmark [rounds]
 * [sequences per round] [commands per sequence]}.
 */
final class WorkerBenchmark {
  private WorkerBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
    int sequences = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    int commands = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    Path directory = Files.createTempDirectory("pageproof-benchmark-");
    Path file = directory.resolve("journal");
    SequenceRunner<UffdCommand> runner =
        new SequenceRunner<>(UffdSteps.start(10_000_000_000L), Journal.create(file));
    List<CommandSequence<UffdCommand>> batch = new RandomSequences(1).draw(sequences, commands);
    for (int round = 0; round < rounds; round++) {
      long bytes = 0;
      long begin = System.nanoTime();
      for (int i = 0; i < sequences; i++) {
        bytes += runner.run(new Request<>(i, batch.get(i))).length;
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "round %d: %.0f commands/s, %.2f us/command, %d bytes/command%n",
          round,
          (double) sequences * commands / seconds,
          seconds * 1e6 / sequences / commands,
          bytes / sequences / commands);
    }
    Files.delete(file);
    Files.delete(directory);
  }
}
