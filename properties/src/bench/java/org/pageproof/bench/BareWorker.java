package org.pageproof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.FrameReader;
import org.pageproof.sut.protocol.FrameWriter;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.sut.worker.main.WorkerMain;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A worker that never waits for its driver: requests are encoded beforehand and written ahead, and
 * answers are taken off the pipe and thrown away.
 */
final class BareWorker implements AutoCloseable {
  private final Path directory;
  private final Process process;
  private final FrameReader answers;
  private final FrameWriter requests;
  private final ExecutorService writer = Executors.newSingleThreadExecutor();

  private BareWorker(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
    this.answers = new FrameReader(process.getInputStream());
    this.requests = new FrameWriter(process.getOutputStream());
  }

  /** Starts a worker with the command line of the worker that this JVM already runs. */
  static BareWorker start() throws IOException {
    List<String> command = new ArrayList<>(commandLine());
    Path directory = Files.createTempDirectory("bare-worker-");
    Path old = Path.of(command.get(command.size() - 2)).getParent();
    command.replaceAll(word -> word.replace(String.valueOf(old), directory.toString()));
    Journal.create(Path.of(command.get(command.size() - 2)));
    ProcessBuilder builder = new ProcessBuilder(command);
    BareWorker worker =
        new BareWorker(directory, builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    worker.next(Frame.Type.HELLO);
    return worker;
  }

  private static List<String> commandLine() throws IOException {
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      List<String> words = ProcessState.commandLine(child.pid());
      if (words.contains(WorkerMain.class.getName())) {
        return words;
      }
    }
    throw new IllegalStateException("no worker runs whose command line could be taken");
  }

  /** Requests to execute these sequences. */
  static List<Frame> encode(List<CommandSequence<UffdCommand>> sequences) {
    List<Frame> frames = new ArrayList<>(sequences.size());
    UffdCommandCodec codec = new UffdCommandCodec();
    for (CommandSequence<UffdCommand> sequence : sequences) {
      frames.add(new Request<>(frames.size(), sequence).toFrame(codec));
    }
    return frames;
  }

  /** Lets the worker execute the requests, so many times. */
  void execute(List<Frame> frames, int times) throws IOException {
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> write(frames, times), writer);
    for (long left = (long) times * frames.size(); left > 0; left--) {
      next(Frame.Type.TRACE);
    }
    written.join();
  }

  private void write(List<Frame> frames, int times) {
    try {
      for (int i = 0; i < times; i++) {
        for (Frame frame : frames) {
          requests.write(frame);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void next(Frame.Type wanted) throws IOException {
    Frame frame = answers.next();
    if (frame == null || frame.type() != wanted) {
      throw new IOException("the worker says " + (frame == null ? "nothing" : frame.text()));
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    writer.shutdownNow();
    process.destroyForcibly().onExit().join();
    Temporary.delete(directory);
  }
}
