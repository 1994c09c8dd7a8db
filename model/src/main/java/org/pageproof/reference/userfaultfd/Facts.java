package org.pageproof.reference.userfaultfd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;

/**
 * What is known of userfaultfd, fact by fact, and which rules check it. It shows what the reference
 * machine leaves out and why, which the rules themselves cannot show.
 *
 * @param list the facts, in the order of the table
 */
record Facts(List<Fact> list) {
  /** The table, beside this class. */
  static final String TABLE = "facts.tsv";

  /** The sections, in order. */
  static final List<Section> SECTIONS =
      List.of(
          new Section("4", "Creating a descriptor"),
          new Section("5", "UFFDIO_API"),
          new Section("6", "UFFDIO_REGISTER"),
          new Section("6.1", "Kinds of areas and their ioctls"),
          new Section("7", "UFFDIO_UNREGISTER and UFFDIO_WAKE"),
          new Section("8", "Checks of a fill, in order"),
          new Section("9.1", "Fills of private anonymous memory"),
          new Section("9.2", "Fills of shared memory"),
          new Section("9.3", "Fills of private mappings of shared memory"),
          new Section("9.4", "Fills of hugetlb"),
          new Section("10", "UFFDIO_WRITEPROTECT"),
          new Section("11", "Accesses"),
          new Section("11.1", "Accesses inside the kernel"),
          new Section("14", "read(2) and poll(2)"),
          new Section("15", "Life of a context"),
          new Section("16", "Memory operations on registered ranges"),
          new Section("22", "Oddities and invariants"),
          new Section("around", "Around userfaultfd: other calls and earlier kernels"));

  private static final Pattern KEY = Pattern.compile("(around|\\d+(?:\\.\\d)?)\\.\\d\\d");
  private static final int COLUMNS = 4;

  /**
   * Facts about one subject.
   *
   * @param number how the keys of its facts begin
   * @param title its heading
   */
  record Section(String number, String title) {}

  /**
   * One thing that userfaultfd does.
   *
   * @param key the section and a number of two digits, such as {@code 8.04}
   * @param text one sentence
   * @param rules the ids of the rules that check it
   * @param reason why none does, or why these do so only in part; empty if they check all of it
   */
  record Fact(String key, String text, List<String> rules, String reason) {
    /** Copies the list. */
    Fact {
      rules = List.copyOf(rules);
    }

    /** The number of its section. */
    String section() {
      return key.substring(0, key.lastIndexOf('.'));
    }
  }

  /** Copies the list. */
  Facts {
    list = List.copyOf(list);
  }

  /** The facts of the table in this package. */
  static Facts load() {
    try (InputStream in = Objects.requireNonNull(Facts.class.getResourceAsStream(TABLE))) {
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table: a line for each fact, four columns separated by tabs; lines that begin with #
   * are comments.
   *
   * @throws IllegalArgumentException if a line is malformed or a key comes twice; the message says
   *     in which line and what is wrong
   */
  static Facts parse(String table) {
    List<Fact> facts = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    int number = 0;
    for (String line : (Iterable<String>) table.lines()::iterator) {
      number++;
      if (line.startsWith("#")) {
        continue;
      }
      Fact fact = fact(line, number);
      require(keys.add(fact.key()), number, "the key " + fact.key() + " comes twice");
      facts.add(fact);
    }
    return new Facts(facts);
  }

  private static Fact fact(String line, int number) {
    String[] cells = line.split("\t", -1);
    require(
        cells.length == COLUMNS, number, COLUMNS + " columns expected, " + cells.length + " found");
    for (String cell : cells) {
      require(cell.equals(cell.strip()), number, "'" + cell + "' begins or ends with a blank");
    }
    Matcher key = KEY.matcher(cells[0]);
    require(key.matches(), number, "'" + cells[0] + "' is no key such as 8.04");
    require(
        SECTIONS.stream().anyMatch(section -> section.number().equals(key.group(1))),
        number,
        "there is no section " + key.group(1));
    require(cells[1].endsWith("."), number, "the fact '" + cells[1] + "' is no sentence");
    List<String> rules = cells[2].isEmpty() ? List.of() : List.of(cells[2].split(",", -1));
    require(
        new HashSet<>(rules).size() == rules.size(), number, "a rule comes twice in " + cells[2]);
    require(
        !rules.isEmpty() || !cells[3].isEmpty(), number, cells[0] + " has neither rule nor reason");
    return new Fact(cells[0], cells[1], rules, cells[3]);
  }

  private static void require(boolean holds, int line, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(TABLE + ":" + line + ": " + complaint);
    }
  }

  /**
   * How the facts and the rules disagree: facts that name unknown rules, rules that no fact names
   * (those of the harness need none), sections without facts. Empty if they agree.
   */
  List<String> complaints(List<RuleText> rules) {
    List<String> complaints = new ArrayList<>();
    Set<String> known = new HashSet<>();
    rules.forEach(rule -> known.add(rule.id()));
    Set<String> named = new HashSet<>();
    Set<String> filled = new HashSet<>();
    for (Fact fact : list) {
      filled.add(fact.section());
      named.addAll(fact.rules());
      for (String rule : fact.rules()) {
        if (!known.contains(rule)) {
          complaints.add(fact.key() + " names the unknown rule '" + rule + "'");
        }
      }
    }
    for (RuleText rule : rules) {
      if (rule.status() != RuleStatus.HARNESS && !named.contains(rule.id())) {
        complaints.add("no fact names the rule " + rule.id());
      }
    }
    for (Section section : SECTIONS) {
      if (!filled.contains(section.number())) {
        complaints.add("section " + section.number() + " has no facts");
      }
    }
    return complaints;
  }
}
