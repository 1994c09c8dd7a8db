package org.pageproof.reports.timeline;

import java.util.List;

/**
 * A judged sequence step by step: commands against pages and what else can be looked at.
 *
 * @param legend how the words are read, in lines
 * @param steps the steps; the last is the one that broke
 * @param expected the answer that the nearest rule allows in the last step
 * @param lanes what can be looked at, the descriptors first, then page by page
 * @param differences every field in which the last step differs from what is expected
 * @param log what the kernel logged; empty if it did not
 */
public record Timeline(
    List<String> legend,
    List<Step> steps,
    List<String> expected,
    List<Lane> lanes,
    List<Difference> differences,
    List<String> log) {
  /** Copies the lists. */
  public Timeline {
    legend = List.copyOf(legend);
    steps = List.copyOf(steps);
    expected = List.copyOf(expected);
    lanes = List.copyOf(lanes);
    differences = List.copyOf(differences);
    log = List.copyOf(log);
  }

  /**
   * A step.
   *
   * @param command what was executed, in words
   * @param rule the id of the rule that it met, or, if it is the last, came nearest to
   * @param answer how the command was answered: the reply first, then what else it gave back
   */
  public record Step(String command, String rule, List<String> answer) {
    /** Copies the list. */
    public Step {
      answer = List.copyOf(answer);
    }
  }

  /**
   * Something that was looked at after each step.
   *
   * @param name such as {@code fd0}, {@code r0p1} or {@code device 1: r0p1}
   * @param cells what was seen: before the first step, then after each
   * @param expected what should have been seen after the last step
   */
  public record Lane(String name, List<Cell> cells, Cell expected) {
    /** Copies the list. */
    public Lane {
      cells = List.copyOf(cells);
    }

    /** Whether the last step differs here from what is expected. */
    public boolean broken() {
      Cell last = cells.get(cells.size() - 1);
      return !last.equals(Cell.UNSEEN) && !last.equals(expected);
    }
  }

  /**
   * What was seen at one place.
   *
   * @param text what is there, such as {@code #3.0}
   * @param area what its area allows, such as {@code rwm}; empty if there is none
   */
  public record Cell(String text, String area) {
    /** Nobody could look: the system under test died. */
    public static final Cell UNSEEN = new Cell("?");

    /** A cell that is in no area. */
    public Cell(String text) {
      this(text, "");
    }
  }

  /**
   * A field that differs.
   *
   * @param field its name
   * @param expected what is expected, in words
   * @param observed what was observed, in words
   */
  public record Difference(String field, String expected, String observed) {}
}
