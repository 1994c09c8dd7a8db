package org.pageproof.reports.format;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;

/**
 * JUnit XML in the shape of Maven Surefire: one suite {@code userfaultfd}, a test case for each
 * property and for each known divergence that was met. Written when the run ends; the stream is not
 * closed.
 */
public final class JunitXml implements RunListener {
  private static final String SUITE = "userfaultfd";

  private final OutputStream to;
  private final List<PropertyFinished> properties = new ArrayList<>();
  private final List<DivergenceFound> divergences = new ArrayList<>();
  private RunEvent.@org.jspecify.annotations.Nullable RunStarted started;

  /** Writes to this stream. */
  public JunitXml(OutputStream to) {
    this.to = to;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted start) {
      started = start;
    } else if (event instanceof PropertyFinished property) {
      properties.add(property);
    } else if (event instanceof DivergenceFound divergence) {
      divergences.add(divergence);
    } else if (event instanceof RunEvent.RunFinished finished) {
      finish(finished.summary());
    }
  }

  private void finish(RunSummary summary) {
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
    List<PropertyFinished> cases = casesOf(summary);
    xml.open("testsuite").attribute("name", SUITE);
    xml.attribute("time", seconds(summary.counts().seconds()));
    xml.attribute("tests", Integer.toString(cases.size() + summary.known().size()));
    xml.attribute("errors", count(cases, RunVerdict.INCONCLUSIVE));
    long skipped = Long.parseLong(count(cases, RunVerdict.SKIPPED)) + summary.known().size();
    xml.attribute("skipped", Long.toString(skipped));
    xml.attribute("failures", count(cases, RunVerdict.DIVERGES));
    facts(xml, summary);
    for (PropertyFinished property : cases) {
      testCase(xml, property);
    }
    for (Map.Entry<String, Long> known : summary.known().entrySet()) {
      known(xml, known.getKey(), known.getValue());
    }
    xml.close();
  }

  /** A run that decided no property still has a verdict to tell. */
  private List<PropertyFinished> casesOf(RunSummary summary) {
    return properties.isEmpty()
        ? List.of(
            new PropertyFinished(
                "run", summary.verdict(), summary.reason(), summary.counts().seconds()))
        : properties;
  }

  private static String count(List<PropertyFinished> cases, RunVerdict verdict) {
    return Long.toString(cases.stream().filter(each -> each.verdict() == verdict).count());
  }

  private void facts(XmlText xml, RunSummary summary) throws XMLStreamException {
    xml.open("properties");
    if (started != null) {
      fact(xml, "tool", started.environment().tool());
      fact(xml, "sut", started.environment().sut());
      fact(xml, "release", started.environment().profile().release().text());
      fact(xml, "options", started.options());
      fact(xml, "seed", Long.toString(started.seed()));
    }
    fact(xml, "sequences", Long.toString(summary.counts().sequences()));
    fact(xml, "commands", Long.toString(summary.counts().commands()));
    fact(xml, "rules", summary.rulesReached() + "/" + summary.applicableRules());
    fact(xml, "transitions", Integer.toString(summary.transitions().size()));
    xml.close();
  }

  private static void fact(XmlText xml, String name, String value) throws XMLStreamException {
    xml.open("property").attribute("name", name).attribute("value", value).close();
  }

  private void testCase(XmlText xml, PropertyFinished property) throws XMLStreamException {
    xml.open("testcase").attribute("classname", "conformance." + SUITE);
    xml.attribute("name", property.property()).attribute("time", seconds(property.seconds()));
    switch (property.verdict()) {
      case CONFORMS -> {}
      case DIVERGES -> failures(xml, property);
      case SKIPPED -> xml.open("skipped").attribute("message", property.reason()).close();
      case INCONCLUSIVE -> {
        xml.open("error").attribute("message", property.reason());
        xml.attribute("type", "Inconclusive").text(property.reason()).close();
      }
    }
    xml.close();
  }

  private void failures(XmlText xml, PropertyFinished property) throws XMLStreamException {
    boolean told = false;
    for (DivergenceFound divergence : divergences) {
      if (divergence.origin().property().equals(property.property())) {
        xml.open("failure").attribute("message", divergence.title());
        xml.attribute("type", "Divergence").text(divergence.report()).close();
        told = true;
      }
    }
    if (!told) {
      xml.open("failure").attribute("message", property.reason());
      xml.attribute("type", "Divergence").text(property.reason()).close();
    }
  }

  private static void known(XmlText xml, String rule, long count) throws XMLStreamException {
    xml.open("testcase").attribute("classname", "conformance." + SUITE);
    xml.attribute("name", "known_divergence " + rule).attribute("time", seconds(0));
    String times = count == 1 ? "once" : count + " times";
    xml.open("skipped").attribute("message", "a known divergence, met " + times).close();
    xml.close();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
