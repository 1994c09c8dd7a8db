package org.pageproof.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed JSON object whose getters say in one line what is missing or of the wrong type. */
public final class JsonObject {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonObject() {}

  void put(String name, Object value) {
    if (fields.put(name, value) != null) {
      throw new TraceFormatException("field '" + name + "' appears twice");
    }
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The names of the fields, in the order of the text. */
  public Set<String> names() {
    return fields.keySet();
  }

  /** A whole number of any size that fits 64 bits. */
  public long number(String name) {
    return get(name, Long.class, "a whole number");
  }

  /** A whole number between two bounds, both allowed. */
  public int number(String name, int least, int most) {
    long value = number(name);
    if (value < least || value > most) {
      throw new TraceFormatException(
          "field '" + name + "' is " + value + ", not between " + least + " and " + most);
    }
    return (int) value;
  }

  /** A string. */
  public String text(String name) {
    return get(name, String.class, "a string");
  }

  /** A truth value. */
  public boolean truth(String name) {
    return get(name, Boolean.class, "true or false");
  }

  /** An object. */
  public JsonObject object(String name) {
    return get(name, JsonObject.class, "an object");
  }

  /** An array. */
  public List<?> array(String name) {
    return get(name, List.class, "an array");
  }

  /** A value of any type: Long, String, Boolean, JsonObject or List. */
  public Object any(String name) {
    return get(name, Object.class, "a value");
  }

  /** The constant of an enum whose lower-case name the field holds. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().length() == text.length() && nameOf(constant).equals(text)) {
        return constant;
      }
    }
    throw new TraceFormatException("field '" + name + "' has no value '" + text + "'");
  }

  /** How an enum constant is written. */
  public static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  private <T> T get(String name, Class<T> type, String expected) {
    @Nullable Object value = fields.get(name);
    if (value == null) {
      throw new TraceFormatException("field '" + name + "' is missing");
    }
    if (!type.isInstance(value)) {
      throw new TraceFormatException("field '" + name + "' is not " + expected);
    }
    return type.cast(value);
  }
}
