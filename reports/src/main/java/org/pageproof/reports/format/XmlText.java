package org.pageproof.reports.format;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A stream writer to which any text may be given: what XML cannot hold becomes U+FFFD. */
final class XmlText {
  private final XMLStreamWriter xml;

  XmlText(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Begins an element. */
  XmlText open(String name) throws XMLStreamException {
    xml.writeStartElement(name);
    return this;
  }

  /** Adds an attribute to the element just begun; a parser would make it one line anyway. */
  XmlText attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value.replaceAll("[\t\r\n]", " ")));
    return this;
  }

  /** Adds text. */
  XmlText text(String value) throws XMLStreamException {
    xml.writeCharacters(legal(value));
    return this;
  }

  /** Ends the element begun last. */
  void close() throws XMLStreamException {
    xml.writeEndElement();
  }

  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints().forEach(c -> legal.appendCodePoint(isLegal(c) ? c : 0xfffd));
    return legal.toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
