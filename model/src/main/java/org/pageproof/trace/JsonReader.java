package org.pageproof.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A strict parser of one line of JSON: objects, arrays, strings, whole numbers, truth values. */
public final class JsonReader {
  private static final int MAX_DEPTH = 16;

  private final byte[] text;
  private final int end;
  private int position;
  private int depth;

  private JsonReader(byte[] text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /**
   * Parses the bytes [start, end) as one object.
   *
   * @throws TraceFormatException if they are anything else
   */
  public static JsonObject parse(byte[] text, int start, int end) {
    JsonReader reader = new JsonReader(text, start, end);
    reader.skipSpace();
    JsonObject object = reader.object();
    reader.skipSpace();
    if (reader.position != end) {
      throw reader.wrong("something follows the object");
    }
    return object;
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> number();
    };
  }

  private JsonObject object() {
    enter('{');
    JsonObject object = new JsonObject();
    if (!leave('}')) {
      do {
        skipSpace();
        String name = string();
        skipSpace();
        expect(':');
        skipSpace();
        object.put(name, value());
        skipSpace();
      } while (more('}'));
    }
    return object;
  }

  private List<Object> array() {
    enter('[');
    List<Object> list = new ArrayList<>();
    if (!leave(']')) {
      do {
        skipSpace();
        list.add(value());
        skipSpace();
      } while (more(']'));
    }
    return list;
  }

  private void enter(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw wrong("nested deeper than " + MAX_DEPTH);
    }
    skipSpace();
  }

  private boolean leave(char bracket) {
    if (peek() != bracket) {
      return false;
    }
    position++;
    depth--;
    return true;
  }

  private boolean more(char bracket) {
    if (leave(bracket)) {
      return false;
    }
    expect(',');
    return true;
  }

  private String string() {
    expect('"');
    int start = position;
    while (position < end && text[position] != '"') {
      if (text[position] == '\\') {
        return escapedString(start);
      }
      if (text[position] >= 0 && text[position] < 0x20) {
        throw wrong("a control character in a string");
      }
      position++;
    }
    String result = new String(text, start, position - start, StandardCharsets.UTF_8);
    expect('"');
    return result;
  }

  private String escapedString(int start) {
    StringBuilder result =
        new StringBuilder(new String(text, start, position - start, StandardCharsets.UTF_8));
    while (peek() != '"') {
      int run = position;
      while (position < end && text[position] != '"' && text[position] != '\\') {
        position++;
      }
      result.append(new String(text, run, position - run, StandardCharsets.UTF_8));
      if (peek() == '\\') {
        position++;
        result.append(escape());
      }
    }
    position++;
    return result.toString();
  }

  private char escape() {
    char c = (char) peek();
    position++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> hexadecimal();
      default -> throw wrong("no such escape");
    };
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw wrong("not a hexadecimal digit");
      }
      value = 16 * value + digit;
      position++;
    }
    return (char) value;
  }

  private Long number() {
    int start = position;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    long value = 0;
    int digits = position;
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      if (position - digits == 18) {
        return longNumber(start);
      }
      value = 10 * value + (text[position++] - '0');
    }
    if (position == digits) {
      throw wrong("not a value");
    }
    return negative ? -value : value;
  }

  private Long longNumber(int start) {
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      position++;
    }
    String digits = new String(text, start, position - start, StandardCharsets.US_ASCII);
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new TraceFormatException("a number does not fit 64 bits: " + digits, e);
    }
  }

  private Object literal(String word, Object value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private void skipSpace() {
    while (position < end
        && (text[position] == ' ' || text[position] == '\t' || text[position] == '\r')) {
      position++;
    }
  }

  private int peek() {
    if (position >= end) {
      throw wrong("it ends too early");
    }
    return text[position];
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "' expected");
    }
    position++;
  }

  private TraceFormatException wrong(String what) {
    return new TraceFormatException("not valid JSON, byte " + (position + 1) + ": " + what);
  }
}
