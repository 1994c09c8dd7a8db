package org.pageproof.sut.vm;

import java.util.List;

/** What goes wrong in a guest before its worker is ready. */
final class GuestStart {
  /** How complaints of the worker, of the first process, of Java and of the kernel look. */
  private static final List<String> MARKS =
      List.of("HarnessException: ", "pageproof: ", "Error: ", "VFS: ", "Failed to execute ");

  private GuestStart() {}

  /** The first known complaint on the console, or its last line; with what separates it. */
  static String lastWords(String console) {
    List<String> lines = new KernelLog(console).lines();
    for (String mark : MARKS) {
      for (String line : lines) {
        if (line.contains(mark)) {
          return ": " + line.strip();
        }
      }
    }
    String last = Guest.lastLine(console);
    return last.isEmpty() ? "; its console is empty" : "; its console ends with: " + last;
  }
}
