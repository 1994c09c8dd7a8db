package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  private static final String VERSION = "QEMU emulator version 7.2.22";

  @TempDir private Path directory;

  private Machine machine(String kernel, String initramfs) throws IOException {
    Path image = Files.createTempFile(directory, "kernel", "");
    Path root = Files.createTempFile(directory, "root", "");
    Files.writeString(image, kernel);
    Files.writeString(root, initramfs);
    return machine(image, root, 512, "userfaultfd");
  }

  private static Machine machine(Path kernel, Path root, int memory, String interfaceName) {
    return new Machine(
        new QemuProgram(Path.of("/bin/qemu"), Path.of("/bin/setpriv"), Path.of("/bin/setsid")),
        Accelerator.TCG,
        kernel,
        root,
        MemoryMap.of(memory, interfaceName),
        interfaceName,
        Duration.ofSeconds(1));
  }

  @Test
  void journalLiesBehindTheMemory() {
    assertThat(MemoryMap.of(512, "userfaultfd").kernelArguments())
        .isEqualTo("numa=off memmap=17M$0x20000000");
    assertThat(MemoryMap.of(1024, "hmm").kernelArguments())
        .isEqualTo(
            "numa=off memmap=17M$0x60000000 memmap=512M$0x40000000"
                + " pageproof.spm=0x40000000,0x50000000");
    assertThat(MemoryMap.of(1024, "hmm").total()).isEqualTo(1024 + 512 + 17);
  }

  @Test
  void moreThanLiesInOnePieceIsRefused() {
    assertThat(MemoryMap.of(2048, "userfaultfd").journal()).isEqualTo(2048L << 20);
    assertThatThrownBy(() -> MemoryMap.of(2048, "hmm"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commasInPathsAreDoubled() throws IOException {
    List<String> arguments =
        machine("k", "r").arguments(new RunFiles(Path.of("/a,b")), new Ram.Loaded(Path.of("/c,d")));
    assertThat(arguments)
        .contains("socket,id=cmd,path=/a,,b/cmd", "-incoming")
        .contains("memory-backend-file,id=ram,size=512M,mem-path=/c,,d,share=off");
  }

  @Test
  void workerIsToldItsInterfaceAndWhereItsJournalIs() throws IOException {
    Path image = Files.createTempFile(directory, "k", "");
    List<String> arguments =
        machine(image, image, 1024, "other")
            .arguments(new RunFiles(Path.of("/run")), new Ram.Fresh());
    assertThat(arguments.get(arguments.indexOf("-append") + 1))
        .contains("memmap=17M$0x40000000")
        .endsWith(" pageproof.worker=other,memory:0x40000000,1000");
  }

  @Test
  void keyDependsOnAllThatASnapshotDependsOn() throws IOException {
    Machine machine = machine("kernel", "root");
    String key = SnapshotKey.of(machine, VERSION);
    assertThat(key)
        .matches("[0-9a-f]{16}")
        .isEqualTo(SnapshotKey.of(machine("kernel", "root"), VERSION));
    assertThat(
            List.of(
                SnapshotKey.of(machine, "QEMU emulator version 7.2.23"),
                SnapshotKey.of(machine.with(Accelerator.KVM), VERSION),
                SnapshotKey.of(machine("kernel2", "root"), VERSION),
                SnapshotKey.of(machine("kernel", "root2"), VERSION),
                SnapshotKey.of(
                    machine(machine.kernel(), machine.initramfs(), 1024, "userfaultfd"), VERSION),
                SnapshotKey.of(
                    machine(machine.kernel(), machine.initramfs(), 512, "other"), VERSION)))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  @Test
  void shellSeesOneWord() {
    assertThat(Guest.shellQuoted(Path.of("/it's"))).isEqualTo("'/it'\\''s'");
  }
}
