package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class JunitXmlTest {
  @Test
  void isValidForEveryVerdict() throws Exception {
    for (List<RunEvent> run : StoredRuns.all()) {
      validate(render(run));
    }
  }

  @Test
  void theSchemaRefusesWhatIsNotOfTheFormat() {
    assertThatThrownBy(
            () -> validate("<testsuite name='userfaultfd'/>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SAXException.class);
  }

  /** Each of these is one thing done wrong to the report of a run. */
  @ParameterizedTest
  @CsvSource({
    "' tests=\"2\"', ''",
    "' failures=\"1\"', ''",
    "<testcase, <testcases",
    "' name=\"kernel_conforms\"', ''",
    "time=\"2.000\", time=\"two\"",
    "</testsuite>, <more/></testsuite>",
    "<testsuite, <testsuite timestamp=\"2026-11-20T08:00:00\""
  })
  void theSchemaRefuses(String right, String wrong) {
    String report = new String(render(Runs.diverging()), StandardCharsets.UTF_8);
    assertThat(report).contains(right);
    byte[] broken = report.replace(right, wrong).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> validate(broken)).isInstanceOf(SAXException.class);
  }

  @Test
  void countsWhatItHolds() throws Exception {
    for (List<RunEvent> run : StoredRuns.all()) {
      Element suite = parse(render(run)).getDocumentElement();
      assertCount(suite, "tests", "testcase");
      assertCount(suite, "skipped", "skipped");
      assertCount(suite, "errors", "error");
    }
  }

  private static void assertCount(Element suite, String attribute, String element) {
    assertThat(suite.getAttribute(attribute))
        .isEqualTo(Integer.toString(suite.getElementsByTagName(element).getLength()));
  }

  @Test
  void aBrokenHarnessIsAnError() throws Exception {
    Element suite = parse(render(Runs.broken())).getDocumentElement();
    Element error = (Element) suite.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("type")).isEqualTo("HarnessFailure");
    assertThat(error.getAttribute("message")).isEqualTo("the worker is gone");
  }

  @Test
  void givesTheReportAsTheFailure() throws Exception {
    Element suite = parse(render(Runs.diverging())).getDocumentElement();
    assertThat(suite.getAttribute("name")).isEqualTo("userfaultfd");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("copy: reply should be 0, was EEXIST");
    assertThat(failure.getTextContent()).startsWith("The report.\n");
  }

  @Test
  void tellsOfKnownDivergencesAsSkipped() throws Exception {
    Element suite = parse(render(Runs.conforming())).getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("failure").getLength()).isZero();
  }

  @Test
  void aRunWithoutPropertiesHasOneCase() throws Exception {
    Element suite = parse(render(Runs.skipped())).getDocumentElement();
    Element skipped = (Element) suite.getElementsByTagName("skipped").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("1");
    assertThat(skipped.getAttribute("message")).contains("EPERM");
  }

  @Test
  void replacesWhatXmlCannotHold() throws Exception {
    Element suite = parse(render(Runs.hostile())).getDocumentElement();
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getTextContent())
        .contains("]]> <&\"' \ufffd\ufffd[31m\ufffd\ufffd \t\n */ %n %s");
    assertThat(failure.getAttribute("message")).contains("]]> <&\"'");
  }

  private static byte[] render(List<RunEvent> run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JunitXml xml = new JunitXml(bytes);
    run.forEach(xml::on);
    return bytes.toByteArray();
  }

  private static void validate(byte[] xml) throws SAXException, IOException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new File("target/surefire-schema/surefire-test-report.xsd"))
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(xml)));
  }

  private static Document parse(byte[] xml)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml));
  }
}
