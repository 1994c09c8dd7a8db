package org.pageproof.reports.words;

import java.util.List;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Profile;

/**
 * What a report says of one interface and not of another.
 *
 * @param <C> the interface's commands
 */
public interface ReportWords<C extends Command> {
  /** A command as one line for a kernel developer. */
  String of(C command);

  /** A page of the buffer that a command let the kernel fill. */
  default String buffer(C command, PageWords page) {
    return page.describe();
  }

  /** What was negotiated of the interface: a line of the report's head. */
  String negotiated(Profile profile);

  /** How the steps of a report are read, in lines. */
  List<String> legend();

  /** How the C program is compiled; its file is named {@code reproducer.c}. */
  String build();
}
