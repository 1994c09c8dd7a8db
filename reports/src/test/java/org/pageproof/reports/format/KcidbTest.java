package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;

class KcidbTest {
  private static final Path SCHEMA =
      Path.of("src", "test", "resources", "schema", "kcidb-5.3.json");

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(Files.readString(SCHEMA), InputFormat.JSON);

  KcidbTest() throws IOException {}

  @Test
  void isValidForEveryRun() throws IOException {
    for (List<RunEvent> run : StoredRuns.all()) {
      assertThat(problems(render(run, ""))).isEmpty();
      assertThat(problems(render(run, "myci:4711"))).isEmpty();
      assertReferences(new ObjectMapper().readTree(render(run, "")));
    }
  }

  /** Ids are unique, and what is referred to is there. */
  private static void assertReferences(JsonNode all) {
    for (String kind : List.of("checkouts", "builds", "tests", "issues", "incidents")) {
      assertThat(
              all.findValues(kind).stream().flatMap(each -> each.findValuesAsText("id").stream()))
          .doesNotHaveDuplicates();
    }
    List<String> tests = ids(all, "tests");
    all.path("tests")
        .forEach(t -> assertThat(ids(all, "builds")).contains(t.get("build_id").asText()));
    all.path("incidents").forEach(i -> assertThat(tests).contains(i.get("test_id").asText()));
    all.path("incidents")
        .forEach(i -> assertThat(ids(all, "issues")).contains(i.get("issue_id").asText()));
  }

  private static List<String> ids(JsonNode all, String kind) {
    List<String> ids = new ArrayList<>();
    all.path(kind).forEach(each -> ids.add(each.get("id").asText()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, FAILED",
    "pageproof., pageproof/",
    "build_id, build",
    "duration, length",
    "'\"major\" : 5', '\"major\" : 4'",
    "'\"duration\" : 2.0', '\"duration\" : null'",
    "2026-11-20T08, 2026-11-20 08",
    "'\"origin\" : \"pageproof\"', '\"origin\" : \"Page proof\"'"
  })
  void theSchemaRefuses(String right, String wrong) {
    String report = render(Runs.diverging(), "");
    assertThat(report).contains(right);
    assertThat(problems(report.replace(right, wrong))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, PASS",
    "DIVERGE, FAIL",
    "KNOWN, PASS",
    "SKIPPED, SKIP",
    "INCONCLUSIVE, ERROR",
    "BAIL_OUT, MISS"
  })
  void saysHowItEnded(StoredRuns run, String status) throws IOException {
    JsonNode tests = new ObjectMapper().readTree(render(run.events(), "")).get("tests");
    assertThat(tests.get(tests.size() - 1).get("status").asText()).isEqualTo(status);
  }

  @Test
  void knownDivergencesAreIncidents() throws IOException {
    JsonNode all = new ObjectMapper().readTree(render(Runs.conforming(), "myci:4711"));
    assertThat(all.has("builds")).isFalse();
    assertThat(all.at("/issues/0/id").asText()).isEqualTo("pageproof:uffd-copy-old");
    assertThat(all.at("/incidents/0/issue_id").asText()).isEqualTo("pageproof:uffd-copy-old");
    assertThat(all.at("/incidents/0/present").asBoolean()).isTrue();
    assertThat(all.at("/tests/0/origin").asText()).isEqualTo("myci");
  }

  @Test
  void knowsABuildsId() {
    assertThat(Kcidb.isBuild("myci:4711")).isTrue();
    assertThat(List.of("4711", ":1", "a:", "A:1", "")).noneMatch(Kcidb::isBuild);
  }

  private List<Error> problems(String json) {
    return schema.validate(json, InputFormat.JSON);
  }

  private static String render(List<RunEvent> run, String build) {
    Optional<String> id = Optional.of(build).filter(text -> !text.isEmpty());
    return Rendered.text(run, to -> new Kcidb(to, id));
  }
}
