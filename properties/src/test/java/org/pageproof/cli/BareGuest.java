package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.sut.vm.Accelerator;
import org.pageproof.sut.vm.image.GuestRoot;
import org.pageproof.sut.vm.image.KernelImage;

/**
 * A guest without Java: a shell that loads the kernel's modules and runs static programs, one after
 * the other. It has what docs/hmm.md asks for: coherent memory for the HMM test driver, huge pages
 * for those that ask for them; and /bin/sh, a file that programs map. Its processor and its kernel
 * are those of a guest with a worker.
 */
public final class BareGuest {
  private static final long LIMIT_SECONDS = 240;

  /** What the kernel leaves to the driver, 256 MiB for each of its two coherent devices. */
  private static final String COHERENT = "512M$0x20000000";

  private static final String KERNEL_ARGUMENTS =
      String.join(
          " ",
          "console=ttyS0 quiet loglevel=5 panic=-1 oops=panic no5lvl rcupdate.rcu_expedited=1",
          GuestRoot.KERNEL_ARGUMENTS,
          Accelerator.TCG.kernelArguments());

  private static final String INIT =
      """
      #!/busybox sh
      /busybox mkdir /bin
      /busybox ln -s /busybox /bin/sh
      /busybox mount -t proc proc /proc
      /busybox mount -t sysfs sysfs /sys
      /busybox mount -t devtmpfs dev /dev
      /busybox mount -t debugfs debugfs /sys/kernel/debug
      while read -r module; do
        parameters=
        if [ "$module" = test_hmm.ko ]; then
          parameters="spm_addr_dev0=0x20000000 spm_addr_dev1=0x30000000"
        fi
        /busybox insmod "/modules/$module" $parameters
      done </modules/order
      cd /sys/kernel/mm/transparent_hugepage
      echo madvise >enabled
      echo madvise >defrag
      echo 1 >use_zero_page
      echo 4294967295 >khugepaged/scan_sleep_millisecs
      cd /
      while read -r program; do
        "/programs/$program" </dev/null
        echo "exit status $?"
      done </programs/order >/dev/ttyS1 2>&1
      /busybox poweroff -f
      """;

  private static final Pattern STATUS = Pattern.compile("exit status ([0-9]+)");

  private final Path root;

  private BareGuest(Path root) {
    this.root = root;
  }

  /**
   * How a program ended.
   *
   * @param status its exit code; empty if the kernel ended first
   * @param output the lines that it printed, to stdout and stderr
   */
  public record Run(OptionalInt status, List<String> output) {}

  /**
   * What a guest did until it ended.
   *
   * @param runs the programs that were started, in their order
   * @param kernel the lines that its kernel printed: warnings and worse
   */
  public record Result(List<Run> runs, List<String> kernel) {}

  /** Whether there is what its root is made of. */
  public static boolean isAvailable() {
    return Machine.has("busybox");
  }

  /** Boots a kernel and runs programs in it, whose files' names differ if the programs do. */
  public static Result run(KernelImage kernel, List<Path> programs, Path directory)
      throws IOException {
    assumeTrue(isAvailable(), "busybox-static is not installed");
    BareGuest guest = new BareGuest(Files.createDirectories(directory.resolve("root")));
    guest.write(kernel.modules(), programs);
    Path archive = directory.resolve("root.cpio");
    shell("cd \"$1\" && busybox find . | busybox cpio -o -H newc >\"$2\"", guest.root, archive);
    Path console = directory.resolve("console");
    Path output = directory.resolve("output");
    boot(kernel.bzImage(), archive, console, output);
    return new Result(runs(lines(output)), lines(console));
  }

  private void write(List<Path> modules, List<Path> programs) throws IOException {
    for (String name : List.of("proc", "sys", "dev")) {
      Files.createDirectory(root.resolve(name));
    }
    shell("cp \"$(command -v busybox)\" \"$1\"", root);
    copy(modules, "modules");
    copy(programs, "programs");
    Path init = Files.writeString(root.resolve("init"), INIT);
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The files, and a file that names them in their order. */
  private void copy(List<Path> files, String to) throws IOException {
    Path directory = Files.createDirectory(root.resolve(to));
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      Files.copy(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      names.add(name);
    }
    Files.write(directory.resolve("order"), names);
  }

  private static void shell(String script, Path... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    assertThat(Machine.exec(command.toArray(String[]::new))).as(script).isZero();
  }

  private static void boot(Path image, Path archive, Path console, Path output) throws IOException {
    List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    command.add("qemu-system-x86_64");
    command.addAll(Accelerator.TCG.arguments());
    command.addAll(List.of("-m", "1024", "-display", "none", "-nodefaults", "-no-reboot"));
    command.addAll(List.of("-serial", "file:" + console, "-serial", "file:" + output));
    command.addAll(List.of("-kernel", image.toString(), "-initrd", archive.toString()));
    String arguments = String.join(" ", KERNEL_ARGUMENTS, "memmap=" + COHERENT);
    command.addAll(List.of("-append", arguments));
    Process qemu =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(qemu.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("the guest ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      qemu.destroyForcibly();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(String::strip)
        .toList();
  }

  private static List<Run> runs(List<String> lines) {
    List<Run> runs = new ArrayList<>();
    List<String> output = new ArrayList<>();
    for (String line : lines) {
      Matcher status = STATUS.matcher(line);
      if (status.matches()) {
        OptionalInt code = OptionalInt.of(Integer.parseInt(status.group(1)));
        runs.add(new Run(code, List.copyOf(output)));
        output.clear();
      } else {
        output.add(line);
      }
    }
    if (!output.isEmpty()) {
      runs.add(new Run(OptionalInt.empty(), List.copyOf(output)));
    }
    return List.copyOf(runs);
  }
}
