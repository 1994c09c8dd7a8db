package org.pageproof.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends JSON to a growing buffer. The model has no dependencies and traces cross a pipe by the
 * hundred thousand, so the few constructs that traces use are written here.
 */
public final class JsonWriter {
  private byte[] buffer = new byte[1024];
  private int size;
  private boolean separate;

  /** Forgets everything written. */
  public void reset() {
    size = 0;
    separate = false;
  }

  /** The number of bytes written. */
  public int size() {
    return size;
  }

  /** A copy of the bytes from an offset on. */
  public byte[] bytesFrom(int offset) {
    return Arrays.copyOfRange(buffer, offset, size);
  }

  /** Copies {@code length} bytes at {@code offset} to {@code target}. */
  public void copyTo(int offset, int length, java.nio.ByteBuffer target) {
    target.put(buffer, offset, length);
  }

  /** Begins an object. */
  public JsonWriter object() {
    return open('{');
  }

  /** Ends an object. */
  public JsonWriter endObject() {
    return close('}');
  }

  /** Begins an array. */
  public JsonWriter array() {
    return open('[');
  }

  /** Ends an array. */
  public JsonWriter endArray() {
    return close(']');
  }

  /** Ends a line. */
  public JsonWriter endLine() {
    append('\n');
    separate = false;
    return this;
  }

  /** The name of the next value. */
  public JsonWriter name(String name) {
    value(name);
    append(':');
    separate = false;
    return this;
  }

  /** A string. */
  public JsonWriter value(String text) {
    separator();
    append('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        escape(c);
      } else if (c < 0x80) {
        append(c);
      } else {
        i += appendUtf8(text, i);
      }
    }
    append('"');
    return this;
  }

  /** A number. */
  public JsonWriter value(long number) {
    separator();
    appendDecimal(number);
    return this;
  }

  /** A truth value. */
  public JsonWriter value(boolean truth) {
    separator();
    appendAscii(truth ? "true" : "false");
    return this;
  }

  private JsonWriter open(char bracket) {
    separator();
    append(bracket);
    separate = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    append(bracket);
    separate = true;
    return this;
  }

  private void separator() {
    if (separate) {
      append(',');
    }
    separate = true;
  }

  private void escape(char c) {
    append('\\');
    if (c >= 0x20) {
      append(c);
    } else {
      appendAscii("u00");
      append(Character.forDigit(c >> 4, 16));
      append(Character.forDigit(c & 15, 16));
    }
  }

  /** Appends the code point at an index and returns how many further characters it took. */
  private int appendUtf8(String text, int index) {
    int codePoint = text.codePointAt(index);
    for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      append((char) (b & 0xff));
    }
    return Character.charCount(codePoint) - 1;
  }

  private void appendDecimal(long number) {
    if (number >= 0 && number < 10) {
      append((char) ('0' + number));
    } else {
      appendAscii(Long.toString(number));
    }
  }

  private void appendAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
  }

  private void append(char c) {
    if (size == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * size);
    }
    buffer[size++] = (byte) c;
  }
}
