package org.pageproof.sut.vm.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.kernel.KernelProbe.Check;
import org.pageproof.sut.kernel.KernelProbe.Result;
import org.pageproof.sut.kernel.KernelProbe.Status;

/** Finds out, without starting one, whether this machine can run a virtual machine to test in. */
public final class VmProbe {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final Path INCLUDE = Path.of("/usr/include");

  private final List<Check> checks = new ArrayList<>();
  private final CacheDirectory cache;
  private final String path;

  private VmProbe(CacheDirectory cache, String path) {
    this.cache = cache;
    this.path = path;
  }

  /** Makes the checks. */
  public static Result run() {
    return run(CacheDirectory.ofEnvironment(), String.valueOf(System.getenv("PATH")));
  }

  static Result run(CacheDirectory cache, String path) {
    VmProbe probe = new VmProbe(cache, path);
    probe.checkMachine();
    probe.checkQemu();
    probe.checkKvm();
    probe.checkRoot();
    probe.checkKernel();
    probe.checkBuild();
    return new Result(probe.checks);
  }

  private void add(String name, Status status, String found, String advice) {
    checks.add(new Check(name, status, found, status == Status.OK ? "" : advice));
  }

  private void checkMachine() {
    String architecture = System.getProperty("os.arch");
    boolean right = architecture.equals("amd64");
    String advice = "a guest shares this machine's libraries, which must be for x86-64";
    add("architecture", right ? Status.OK : Status.MISSING, architecture, advice);
  }

  private void checkQemu() {
    HostTool.QEMU
        .find(path)
        .ifPresentOrElse(
            program -> add("QEMU", Status.OK, program.toString(), ""),
            () -> add("QEMU", Status.MISSING, "not on the PATH", install(HostTool.QEMU)));
  }

  /** That it is there does not mean that it runs our guests: only a start tells. */
  private void checkKvm() {
    boolean there = Files.isReadable(KVM) && Files.isWritable(KVM);
    String found =
        there ? "tried first; guests are emulated where it fails" : "guests are emulated";
    add(KVM.toString(), Status.OK, found, "");
  }

  private void checkRoot() {
    List<String> missing = new ArrayList<>();
    for (HostTool tool : List.of(HostTool.BUSYBOX, HostTool.LDD)) {
      if (tool.find(path).isEmpty()) {
        missing.add(tool.debianPackage());
      }
    }
    if (!Files.isExecutable(GuestRuntime.jlink())) {
      missing.add("openjdk-17-jdk-headless");
    }
    add(
        "guest's root",
        missing.isEmpty() ? Status.OK : Status.MISSING,
        missing.isEmpty() ? "can be made" : "cannot be made without " + String.join(", ", missing),
        "on Debian: apt-get install " + String.join(" ", missing));
  }

  private void checkKernel() {
    KernelStore.latest(cache)
        .ifPresentOrElse(
            directory -> add("guest's kernel", Status.OK, directory.toString(), ""),
            () ->
                add(
                    "guest's kernel",
                    Status.MISSING,
                    "none was built",
                    "run ./pageproof vm build, or give one with --kernel"));
  }

  private void checkBuild() {
    List<String> missing = BuildTools.missing(KernelSource.DEFAULT, path, INCLUDE);
    add(
        "kernel build",
        missing.isEmpty() ? Status.OK : Status.LIMITED,
        missing.isEmpty() ? "possible" : "not possible without " + String.join(", ", missing),
        "on Debian: apt-get install " + String.join(" ", missing));
  }

  private static String install(HostTool tool) {
    return "on Debian: apt-get install " + tool.debianPackage();
  }
}
