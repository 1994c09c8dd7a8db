package org.pageproof.reports.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The helpers of a generated program: only those that its text mentions, and those that these
 * mention. The resources are plain C in which
 *
 * <pre>
 * //: name other    begins a fragment, which is taken if one of the names is mentioned (* always)
 * //: name if flag  also asks for a flag; `unless` for its absence
 * code  //? flag    is a line that is kept only with the flag; `!flag` without it, `a|b` with either
 * %value%           is replaced
 * </pre>
 *
 * A fragment comes before those that use it, as C demands.
 */
final class Prelude {
  private static final List<String> FILES =
      List.of(
          "includes.c",
          "core.c",
          "checks.c",
          "descriptors.c",
          "hmm_driver.c",
          "memory.c",
          "child.c",
          "threads.c",
          "ioctls.c",
          "commands.c",
          "hmm_calls.c",
          "hmm_checks.c",
          "observation.c");

  private static final Pattern NO_CODE =
      Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\])*\"", Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w*");
  private static final String FRAGMENT = "//: ";
  private static final String LINE = "//? ";

  private final Set<String> flags;
  private final Map<String, String> values;

  private Prelude(Set<String> flags, Map<String, String> values) {
    this.flags = flags;
    this.values = values;
  }

  /** The helpers for this body. */
  static String of(String body, Set<String> flags, Map<String, String> values) {
    return new Prelude(flags, values).select(body);
  }

  private String select(String body) {
    List<Fragment> fragments = fragments();
    Set<String> mentioned = identifiers(body);
    List<String> taken = new ArrayList<>();
    for (int i = fragments.size() - 1; i >= 0; i--) {
      Fragment fragment = fragments.get(i);
      if (fragment.isWanted(mentioned, flags)) {
        String text = filter(fragment.text.toString());
        mentioned.addAll(identifiers(text));
        taken.add(0, text);
      }
    }
    return String.join("", taken).replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }

  private static final class Fragment {
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private String flag = "";

    private Fragment(String header) {
      String[] words = header.split(" ", -1);
      for (int i = 0; i < words.length; i++) {
        if (words[i].equals("if") || words[i].equals("unless")) {
          flag = (words[i].equals("if") ? "" : "!") + words[i + 1];
          return;
        }
        names.add(words[i]);
      }
    }

    private boolean isWanted(Set<String> mentioned, Set<String> flags) {
      return (names.contains("*") || names.stream().anyMatch(mentioned::contains))
          && (flag.isEmpty() || holds(flag, flags));
    }
  }

  private static List<Fragment> fragments() {
    List<Fragment> fragments = new ArrayList<>();
    for (String file : FILES) {
      for (String line : resource(file).split("\n", -1)) {
        if (line.startsWith(FRAGMENT)) {
          fragments.add(new Fragment(line.substring(FRAGMENT.length())));
        } else {
          fragments.get(fragments.size() - 1).text.append(line).append('\n');
        }
      }
    }
    return fragments;
  }

  private String filter(String text) {
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int mark = line.indexOf(LINE);
      if (mark < 0) {
        kept.append(line).append('\n');
      } else if (allHold(line.substring(mark + LINE.length()))) {
        kept.append(line.substring(0, mark).stripTrailing()).append('\n');
      }
    }
    kept.setLength(kept.length() - 1);
    String result = kept.toString();
    for (Map.Entry<String, String> value : values.entrySet()) {
      result = result.replace("%" + value.getKey() + "%", value.getValue());
    }
    return result;
  }

  private boolean allHold(String conditions) {
    for (String condition : conditions.split(" ", -1)) {
      if (!holds(condition, flags)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(String condition, Set<String> flags) {
    if (condition.startsWith("!")) {
      return !flags.contains(condition.substring(1));
    }
    for (String flag : condition.split("\\|", -1)) {
      if (flags.contains(flag)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> identifiers(String code) {
    Set<String> found = new HashSet<>();
    Matcher matcher = IDENTIFIER.matcher(NO_CODE.matcher(code).replaceAll(" "));
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static String resource(String name) {
    try (InputStream in = Prelude.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
