package org.pageproof.sut.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.pageproof.sut.HarnessException;

/**
 * Names a snapshot by all that it depends on. QEMU loads a state into a machine with other devices
 * or another kernel without a word, so nothing may be left out.
 */
final class SnapshotKey {
  private static final int LENGTH = 16;

  private SnapshotKey() {}

  /**
   * The name.
   *
   * @param version QEMU's
   */
  static String of(Machine machine, String version) {
    // Names of files do not matter, so any will do here.
    List<String> arguments =
        machine
            .booting(Path.of("kernel"), Path.of("initramfs"))
            .arguments(new RunFiles(Path.of("run")), new Ram.Stored(Path.of("ram")));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, machine.qemu().path().toString());
      add(digest, version);
      arguments.forEach(argument -> add(digest, argument));
      addContents(digest, machine.kernel());
      addContents(digest, machine.initramfs());
      return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw new HarnessException("cannot read what a guest boots: " + e.getMessage(), e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static void addContents(MessageDigest digest, Path file) throws IOException {
    add(digest, Long.toString(Files.size(file)));
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
  }
}
