package org.pageproof.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Traces that were changed, with a checksum that says nothing is wrong. */
final class TraceForgery {
  private TraceForgery() {}

  /** The trace with one text in place of another. */
  static byte[] of(Path trace, String from, String to) throws IOException {
    String text = Files.readString(trace).replace(from, to);
    int end = text.lastIndexOf("{\"type\":\"end\"");
    CRC32 crc = new CRC32();
    crc.update(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
    String last = text.substring(end);
    String sealed =
        last.replaceAll(
            "\"crc32\":\"[0-9a-f]+\"", String.format("\"crc32\":\"%08x\"", crc.getValue()));
    return (text.substring(0, end) + sealed).getBytes(StandardCharsets.UTF_8);
  }
}
