package org.pageproof.sut.vm.image;

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

/** Names a cache entry by everything that it is made of. */
final class InputKey {
  private static final int LENGTH = 16;

  private final MessageDigest digest;

  InputKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a text. */
  InputKey add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
    return this;
  }

  /** Adds what is in a file; its name and times do not count. */
  InputKey addContents(Path file) throws IOException {
    add(Long.toString(Files.size(file)));
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return this;
  }

  /** Adds all files below a directory, with their relative names. */
  InputKey addTree(Path directory) throws IOException {
    for (Path file : FileTree.files(directory)) {
      add(directory.relativize(file).toString()).addContents(file);
    }
    return this;
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }
}
