package org.pageproof.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.vm.VmSut;

/** What users are told if there is nothing that could be booted: a line, before anything boots. */
class GuestUsageTest {
  private static final String RELEASE = "6.12.1-test";

  @TempDir private Path directory;

  @BeforeEach
  void needsQemu() {
    assumeTrue(VmSut.unavailableBecause().isEmpty(), "needs QEMU");
  }

  private Cli.Result run(Object... arguments) {
    String[] words = new String[arguments.length + 3];
    words[0] = "run";
    words[1] = "--sut=vm";
    words[2] = "--interface=hmm";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 3] = arguments[i].toString();
    }
    return cli().run(words);
  }

  private Cli cli() {
    return Cli.in(directory).through("env", "PAGEPROOF_CACHE=" + directory.resolve("cache"));
  }

  /** As far as it is looked at before it is booted. */
  private Path kernel() throws IOException {
    ByteBuffer image = ByteBuffer.allocate(4 * 512 + 64).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 3);
    image.putInt(0x1f4, 64 / 16);
    image.put(0x202, "HdrS".getBytes(US_ASCII));
    image.putShort(0x206, (short) 0x020f);
    image.putShort(0x20e, (short) 0x300);
    image.put(0x211, (byte) 1);
    image.putShort(0x236, (short) 1);
    image.put(0x500, (RELEASE + " (me@here) #1\0").getBytes(US_ASCII));
    return Files.write(directory.resolve("bzImage"), image.array());
  }

  @Test
  void withoutAKernelThereIsNothingToTest() {
    run()
        .assertFailed(
            4, "skipped: ", "no kernel was built into", "run ./pageproof vm build", "--kernel");
  }

  @Test
  void aReplayNeedsAKernelToo() {
    Path reports = directory.resolve("reports");
    Cli.here(
            "run",
            "--interface=hmm",
            "--sut=simulator",
            "--fault=prot-none-snapshot",
            "--tries=500",
            "--report-dir",
            reports)
        .assertCode(1);
    Path trace = reports.resolve(Cli.summary(reports).divergences().get(0).folder());
    cli()
        .run("replay", "--sut=vm", trace.resolve("trace.jsonl").toString())
        .assertFailed(4, "skipped: ", "run ./pageproof vm build");
  }

  @Test
  void kernelThatIsNotThere() {
    run("--kernel", directory.resolve("none")).assertFailed(64, "none: no such file");
  }

  @Test
  void directoryInsteadOfAKernel() {
    run("--kernel", directory)
        .assertFailed(64, "is a directory", "arch/x86/boot/bzImage", "Debian kernel package");
  }

  @Test
  void fileThatIsNoKernel() throws IOException {
    Path file = Files.writeString(directory.resolve("vmlinux"), "\u007fELF and so on");
    run("--kernel", file).assertFailed(64, "not a bzImage: " + file, "arch/x86/boot/bzImage");
  }

  @Test
  void packageThatIsNone() throws IOException {
    Path file = Files.writeString(directory.resolve("linux.deb"), "!<arch>\nand nothing else");
    run("--kernel", file).assertFailed(64, file.toString(), "cannot be unpacked");
  }

  @Test
  void modulesThatAreNotThere() throws IOException {
    run("--kernel", kernel(), "--modules", directory.resolve("none"))
        .assertFailed(64, "cannot read the modules in", "none");
  }

  @Test
  void modulesOfAnotherKernel() throws IOException {
    Path modules = Files.createDirectory(directory.resolve("modules-of-another"));
    Files.writeString(
        modules.resolve("test_hmm.ko"),
        "\u007fELF...\0license=GPL\0depends=\0vermagic=6.1.0-other SMP mod_unload \0");
    run("--kernel", kernel(), "--modules", modules)
        .assertFailed(64, "test_hmm.ko is for Linux 6.1.0-other", "the image is " + RELEASE);
  }

  @Test
  void modulesWithoutAKernel() {
    run("--modules", directory).assertFailed(4, "no kernel was built into");
  }
}
