package org.pageproof.reports.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML that is well-formed XML, too. Whatever text is given to it stays text: kernel logs
 * are data. Tags nest, ids are unique, and links lead to ids of the same page.
 */
final class Markup {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Set<String> VOID = Set.of("meta", "col");

  /** Elements that begin a line, so that the source can be read. */
  private static final Set<String> LINES =
      Set.of("head", "body", "section", "table", "tbody", "tr", "div", "h2", "h3", "details", "li");

  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> targets = new HashSet<>();
  private boolean inTag;

  /** Begins an element. */
  Markup open(String name) {
    endTag();
    if (LINES.contains(name)) {
      out.append('\n');
    }
    out.append('<').append(checked(name));
    open.push(name);
    inTag = true;
    return this;
  }

  /** Begins an element of a class. */
  Markup open(String name, String cssClass) {
    return open(name).attribute("class", cssClass);
  }

  /** Adds an attribute to the element just begun; no script and no address is one. */
  Markup attribute(String name, String value) {
    if (!inTag || name.startsWith("on") || name.equals("src") || name.equals("href")) {
      throw new IllegalArgumentException("no place for an attribute " + name);
    }
    return add(name, value);
  }

  /** Gives the element just begun an id. */
  Markup id(String id) {
    if (!ids.add(id)) {
      throw new IllegalArgumentException("two elements have the id " + id);
    }
    return add("id", checked(id));
  }

  /** Adds a link to an id of this page, with this text. */
  Markup link(String id, String text) {
    targets.add(id);
    return open("a").add("href", "#" + checked(id)).text(text).close();
  }

  /** Adds text. */
  Markup text(String text) {
    endTag();
    escape(text);
    return this;
  }

  /** Ends the element begun last. */
  Markup close() {
    String name = open.pop();
    if (VOID.contains(name)) {
      out.append("/>");
      inTag = false;
    } else {
      endTag();
      out.append("</").append(name).append('>');
    }
    return this;
  }

  /** A whole element with text. */
  Markup leaf(String name, String text) {
    return open(name).text(text).close();
  }

  /** A whole element of a class, with text. */
  Markup leaf(String name, String cssClass, String text) {
    return open(name, cssClass).text(text).close();
  }

  /** A style sheet of ours. */
  Markup style(String sheet) {
    if (sheet.contains("<") || sheet.contains("&") || sheet.contains("url(")) {
      throw new IllegalArgumentException("the style sheet is more than one");
    }
    open("style").endTag();
    out.append('\n').append(sheet);
    return close();
  }

  /** The page. */
  String page() {
    if (!open.isEmpty() || !ids.containsAll(targets)) {
      throw new IllegalStateException("open: " + open + ", links: " + targets + ", ids: " + ids);
    }
    return out.append('\n').toString();
  }

  private Markup add(String name, String value) {
    out.append(' ').append(checked(name)).append("=\"");
    escape(value);
    out.append('"');
    return this;
  }

  private void endTag() {
    if (inTag) {
      out.append('>');
      inTag = false;
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return name;
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isPlain(c) ? c : 0xfffd);
    }
  }

  /** No control characters, nothing XML cannot hold, and nothing that turns the text around. */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
