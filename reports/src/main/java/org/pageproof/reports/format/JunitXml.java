package org.pageproof.reports.format;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary;
import org.pageproof.vocabulary.Environment;

/**
 * JUnit XML in the shape of Maven Surefire: one suite, the interface, with a test case for each
 * property and for each known divergence. Written when the run ends; the stream is not closed.
 */
public final class JunitXml extends Afterwards {
  private final OutputStream to;

  /** Writes to this stream. */
  public JunitXml(OutputStream to) {
    this.to = to;
  }

  @Override
  void finish(RunSummary summary) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(to, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      suite(new XmlText(xml), summary);
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new ReportException("cannot write the JUnit report: " + e.getMessage(), e);
    }
  }

  private void suite(XmlText xml, RunSummary summary) throws XMLStreamException {
    List<Result> results = story.results(summary);
    Story.Header header = story.header();
    xml.open("testsuite").attribute("name", header.checked());
    xml.attribute("time", seconds(summary.counts().seconds()));
    xml.attribute("tests", Integer.toString(results.size()));
    xml.attribute("errors", count(results, Set.of(Outcome.INCONCLUSIVE, Outcome.BROKEN)));
    xml.attribute("skipped", count(results, Set.of(Outcome.SKIPPED, Outcome.KNOWN)));
    xml.attribute("failures", count(results, Set.of(Outcome.DIVERGES)));
    facts(xml, header, summary);
    for (Result result : results) {
      testCase(xml, header.checked(), result);
    }
    xml.close();
  }

  private static String count(List<Result> results, Set<Outcome> outcomes) {
    long count = results.stream().filter(each -> outcomes.contains(each.outcome())).count();
    return Long.toString(count);
  }

  private static void facts(XmlText xml, Story.Header header, RunSummary summary)
      throws XMLStreamException {
    xml.open("properties");
    fact(xml, "start", header.start()); // Surefire's schema has no attribute for it
    fact(xml, "tool", header.tool());
    if (header.environment().isPresent()) {
      Environment environment = header.environment().get();
      fact(xml, "sut", environment.sut());
      fact(xml, "release", environment.profile().release().text());
    }
    fact(xml, "options", header.options());
    fact(xml, "seed", Long.toString(header.seed()));
    fact(xml, "sequences", Long.toString(summary.counts().sequences()));
    fact(xml, "commands", Long.toString(summary.counts().commands()));
    fact(xml, "rules", summary.rulesReached() + "/" + summary.applicableRules());
    fact(xml, "transitions", Integer.toString(summary.transitions().size()));
    xml.close();
  }

  private static void fact(XmlText xml, String name, String value) throws XMLStreamException {
    xml.open("property").attribute("name", name).attribute("value", value).close();
  }

  private static void testCase(XmlText xml, String checked, Result result)
      throws XMLStreamException {
    xml.open("testcase").attribute("classname", "conformance." + checked);
    xml.attribute("name", result.name()).attribute("time", seconds(result.seconds()));
    switch (result.outcome()) {
      case CONFORMS, GONE -> {}
      case DIVERGES -> failures(xml, result);
      case SKIPPED, KNOWN -> xml.open("skipped").attribute("message", result.reason()).close();
      case INCONCLUSIVE -> problem(xml, "error", "Inconclusive", result.reason());
      case BROKEN -> problem(xml, "error", "HarnessFailure", result.reason());
    }
    xml.close();
  }

  private static void failures(XmlText xml, Result result) throws XMLStreamException {
    for (DivergenceFound divergence : result.divergences()) {
      xml.open("failure").attribute("message", divergence.title());
      xml.attribute("type", "Divergence").text(divergence.report()).close();
    }
    if (result.divergences().isEmpty()) {
      problem(xml, "failure", "Divergence", result.reason());
    }
  }

  private static void problem(XmlText xml, String element, String type, String reason)
      throws XMLStreamException {
    xml.open(element).attribute("message", reason);
    xml.attribute("type", type).text(reason).close();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
