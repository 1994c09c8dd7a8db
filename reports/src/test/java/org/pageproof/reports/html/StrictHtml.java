package org.pageproof.reports.html;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A strict checker of our pages: well-formed XML, only harmless elements and attributes, unique
 * ids, links that lead somewhere within the page, tables without gaps.
 */
final class StrictHtml {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html head meta title style body header nav main section h1 h2 h3 p a ul ol li dl dt dd"
              .split(" "));
  private static final Set<String> INNER =
      Set.of(
          "div span b code pre small details summary table caption thead tbody tr th td"
              .split(" "));
  private static final Set<String> ATTRIBUTES =
      Set.of(
          ("lang charset http-equiv name content class id href title scope rowspan colspan role"
                  + " tabindex aria-label start")
              .split(" "));

  private final List<String> wrong = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> links = new HashSet<>();
  private int heading;

  private StrictHtml() {}

  /** What is wrong with a page. */
  static List<String> complaints(byte[] page) {
    StrictHtml check = new StrictHtml();
    try {
      check.element(parse(page).getDocumentElement());
    } catch (AssertionError e) {
      check.wrong.add(e.getMessage());
    }
    for (String link : check.links) {
      if (!link.startsWith("#") || !check.ids.contains(link.substring(1))) {
        check.wrong.add("link to nowhere: " + link);
      }
    }
    return check.wrong;
  }

  /** The page, which must be well-formed. */
  static Document parse(byte[] page) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(page));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  private void element(Element element) {
    String name = element.getTagName();
    if (!ELEMENTS.contains(name) && !INNER.contains(name)) {
      wrong.add("element " + name);
    }
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      attribute((Attr) element.getAttributes().item(i));
    }
    if (name.matches("h[1-6]")) {
      heading(name.charAt(1) - '0');
    }
    if (name.equals("table")) {
      table(element);
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Node child = children.item(i);
      if (child instanceof Element inner) {
        element(inner);
      } else if (child.getNodeType() == Node.TEXT_NODE) {
        text(name, child.getNodeValue());
      } else {
        wrong.add("neither element nor text in " + name + ": " + child);
      }
    }
  }

  private void attribute(Attr attribute) {
    String name = attribute.getName();
    String value = attribute.getValue();
    if (!ATTRIBUTES.contains(name)) {
      wrong.add("attribute " + name);
    }
    if (name.equals("id") && !ids.add(value)) {
      wrong.add("id twice: " + value);
    }
    if (name.equals("href")) {
      links.add(value);
    }
  }

  private void heading(int level) {
    if (level > heading + 1) {
      wrong.add("h" + level + " after h" + heading);
    }
    heading = level;
  }

  private void text(String name, String text) {
    if (name.equals("style") && text.matches("(?s).*(url\\(|@import|//|expression).*")) {
      wrong.add("the style sheet reaches out");
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      wrong.add("control character in " + name);
    }
  }

  /** Every row fills every column once. */
  private void table(Element table) {
    List<Integer> below = new ArrayList<>();
    int columns = -1;
    NodeList rows = table.getElementsByTagName("tr");
    for (int i = 0; i < rows.getLength(); i++) {
      int width = (int) below.stream().filter(left -> left > 0).count();
      below.replaceAll(left -> left - 1);
      NodeList cells = rows.item(i).getChildNodes();
      for (int k = 0; k < cells.getLength(); k++) {
        if (cells.item(k) instanceof Element cell) {
          width += number(cell, "colspan");
          below.add(number(cell, "rowspan") - 1);
        }
      }
      if (columns >= 0 && width != columns) {
        wrong.add("a row of " + width + " columns in a table of " + columns);
      }
      columns = width;
    }
    if (below.stream().anyMatch(left -> left > 0)) {
      wrong.add("a cell hangs out of the table");
    }
  }

  private static int number(Element cell, String attribute) {
    return cell.hasAttribute(attribute) ? Integer.parseInt(cell.getAttribute(attribute)) : 1;
  }
}
