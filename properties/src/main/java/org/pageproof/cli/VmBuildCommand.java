package org.pageproof.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.KernelBuild;
import org.pageproof.sut.vm.image.KernelImages;
import org.pageproof.sut.vm.image.KernelSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds a kernel with the HMM test driver, or finds it in the cache. */
@Command(
    name = "build",
    description =
        "Builds a kernel with the HMM test driver, unless it is in the cache. run --sut vm boots"
            + " the one that was built last.",
    mixinStandardHelpOptions = true)
final class VmBuildCommand implements Runnable {
  @Option(
      names = "--source",
      paramLabel = "PACKAGE|TREE",
      description =
          "A Debian package with a kernel's source (linux-source-6.12), or a source tree.")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "The Debian suite to take the package from, such as sid; nothing is installed.")
  private Optional<String> suite = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many compilers run at once (all processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (jobs < 1) {
      throw new InputException("--jobs must be 1 or more");
    }
    PrintWriter err = spec.commandLine().getErr();
    KernelBuild.Built built =
        KernelBuild.build(
            kernelSource(), jobs, CacheDirectory.ofEnvironment().path(), err::println);
    String release = KernelImages.resolve(Optional.of(built.image()), Optional.empty()).release();
    PrintWriter out = spec.commandLine().getOut();
    String how = built.reused() ? "is in the cache" : "was built";
    out.printf("kernel     Linux %s of %s %s%n", release, built.origin(), how);
    out.printf("image      %s%n", built.image());
    out.println("use it     ./pageproof run --sut vm --interface hmm");
    out.flush();
  }

  private KernelSource kernelSource() {
    String name = source.orElse(KernelSource.DEFAULT.name());
    boolean tree = name.contains(File.separator) || Files.isDirectory(Path.of(name));
    if (tree && suite.isPresent()) {
      throw new InputException("--suite is for packages; " + name + " is a directory");
    }
    return tree
        ? new KernelSource.Tree(Path.of(name))
        : new KernelSource.DebianPackage(name, suite);
  }
}
