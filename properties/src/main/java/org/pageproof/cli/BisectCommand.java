package org.pageproof.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that finds the commit which brought a divergence. */
@Command(
    name = "bisect",
    description =
        "Prints a script for `git bisect run` that builds a kernel, boots it in a virtual machine"
            + " and looks for the divergence of a trace.",
    mixinStandardHelpOptions = true)
final class BisectCommand implements Callable<Integer> {
  private static final String BUILT_IMAGE = "arch/x86/boot/bzImage";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TRACE", description = "A trace.jsonl of a report; it must stay there.")
  private Path file = Path.of("");

  @Option(
      names = "--source",
      paramLabel = "TREE",
      description = "The tree that is bisected. Default: the directory git runs the script in.")
  private @Nullable Path source;

  @Option(
      names = "--times",
      paramLabel = "N",
      description =
          "How often each kernel replays the trace; once is enough to be bad. Default: 3.")
  private int times = 3;

  @Option(
      names = "--build",
      paramLabel = "COMMAND",
      description = "What builds the kernel, run by sh in the tree. Default: '${DEFAULT-VALUE}'.",
      defaultValue = "make olddefconfig && make -j\"$(nproc)\"")
  private String build = "";

  @Option(
      names = "--kernel",
      paramLabel = "IMAGE|DEB",
      description =
          "What the build makes, seen from the tree. Default: "
              + BUILT_IMAGE
              + ", with its modules where they are built.")
  private @Nullable Path kernel;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "Where that kernel's modules are, if they are neither built in nor packaged.")
  private @Nullable Path modules;

  @Mixin private KnownOption known = new KnownOption();

  @Override
  public Integer call() {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--times must be 1 or more");
    }
    StoredTrace<?, ?> stored = StoredTrace.read(file).withStrict(known.strict());
    Optional<Path> given = Optional.ofNullable(kernel);
    Optional<Path> where = Optional.ofNullable(modules);
    BisectScript script =
        new BisectScript(
            file.toAbsolutePath(),
            fingerprint(stored),
            known.strict(),
            Optional.ofNullable(source).map(Path::toAbsolutePath),
            build,
            given.orElse(Path.of(BUILT_IMAGE)),
            where.or(() -> given.isPresent() ? Optional.empty() : Optional.of(Path.of("."))),
            times);
    System.out.print(script.text());
    return ExitCode.CONFORMS;
  }

  private String fingerprint(StoredTrace<?, ?> stored) {
    try {
      return stored.fingerprint().toString();
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }
}
