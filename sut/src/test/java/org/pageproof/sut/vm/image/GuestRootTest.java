package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.kernel.WorkerClasses;

class GuestRootTest {
  @TempDir private Path directory;

  @BeforeEach
  void assumeMachine() {
    Images.assume(HostTool.BUSYBOX, HostTool.LDD);
    Assumptions.assumeTrue(Files.exists(GuestRuntime.jlink()), "needs a JDK");
    Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "needs x86-64");
  }

  private KernelImage kernel(String... modules) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : modules) {
      files.add(Images.module(directory.resolve(module)));
    }
    return new KernelImage(directory.resolve("bzImage"), files, Images.RELEASE);
  }

  private static Map<String, CpioEntry> entries(Path root) throws IOException {
    return CpioEntry.parse(Files.readAllBytes(root)).stream()
        .collect(Collectors.toMap(CpioEntry::name, entry -> entry, (a, b) -> b, TreeMap::new));
  }

  @Test
  void rootHasAllThatAWorkerNeeds() throws IOException {
    Path cache = directory.resolve("cache");
    Path root = GuestRoot.build(kernel("virtio-ring.ko", "test_hmm.ko"), cache);
    Map<String, CpioEntry> entries = entries(root);
    assertThat(entries)
        .containsKeys("proc", "sys", "dev", "tmp", "bin/busybox", "jre/bin/java", "jre/lib/modules")
        .containsKeys("jre/lib/server/libjvm.so", "lib64/ld-linux-x86-64.so.2")
        .containsKeys("app/libjnidispatch.so", "modules/virtio_ring.ko");
    assertThat(entries.get("init").mode()).isEqualTo(0100755);
    assertThat(entries.get("bin/sh").text()).isEqualTo("busybox");
    assertThat(entries.get("modules/order").text()).isEqualTo("virtio_ring\ntest_hmm\n");
    assertThat(classes(entries))
        .contains("org/pageproof/sut/worker/main/WorkerMain.class", "com/sun/jna/Native.class")
        .contains("org/pageproof/vocabulary/Observation.class")
        .noneMatch(name -> name.endsWith(".so"));

    assertThat(GuestRoot.build(kernel("virtio-ring.ko", "test_hmm.ko"), cache)).isEqualTo(root);
    Path other = GuestRoot.build(kernel("test_hmm.ko"), cache);
    assertThat(other).isNotEqualTo(root);
    assertThat(entries(other).get("modules/order").text()).isEqualTo("test_hmm\n");
    assertThat(cache.toFile().list()).hasSize(3); // and what both have in common
  }

  private static List<String> classes(Map<String, CpioEntry> entries) throws IOException {
    List<String> names = new ArrayList<>();
    for (CpioEntry entry : entries.values()) {
      if (entry.name().matches("app/.*\\.jar")) {
        byte[] bytes = entry.text().getBytes(StandardCharsets.ISO_8859_1);
        try (ZipInputStream jar = new ZipInputStream(new ByteArrayInputStream(bytes))) {
          for (ZipEntry next = jar.getNextEntry(); next != null; next = jar.getNextEntry()) {
            names.add(next.getName());
          }
        }
      }
    }
    return names;
  }

  /** The shell must understand the first process. */
  @Test
  void initIsAShellScript() throws IOException, InterruptedException {
    Path init = directory.resolve("init");
    try (var in = GuestRoot.class.getResourceAsStream("init")) {
      Files.copy(in, init);
    }
    Images.exec("busybox", "sh", "-n", init.toString());
  }

  /** JNA has widgets, which nobody uses here. */
  @Test
  void javaModulesAreThoseThatTheWorkerNeeds() {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments =
        new ArrayList<>(List.of("--multi-release", "17", "-q", "-s", "--ignore-missing-deps"));
    WorkerClasses.origins().forEach(origin -> arguments.add(origin.toString()));
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(jdeps.run(print, print, arguments.toArray(String[]::new))).isZero();
    Stream<String> needed =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .filter(module -> module.matches("(java|jdk)\\..*") && !module.equals("java.desktop"));
    assertThat(needed.distinct())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(GuestRuntime.JAVA_MODULES.split(",")));
  }
}
