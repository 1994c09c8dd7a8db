package org.pageproof.reports.format;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary;
import org.pageproof.vocabulary.Environment;

/**
 * A submission to KCIDB (kernelci/kcidb-io, schema 5.3): a test for each property; known
 * divergences are issues, and that they were met, or not, are incidents. Written when the run ends;
 * the stream is not closed.
 */
public final class Kcidb extends Afterwards {
  private static final int LONGEST_EXCERPT = 16384;
  private static final String OWN_ORIGIN = "pageproof";
  private static final Pattern BUILD = Pattern.compile("([a-z0-9_]+):(.+)");

  private final Lines out;
  private final Optional<String> build;
  private final ObjectNode root = JsonMapper.builder().build().createObjectNode();

  /**
   * Writes to this stream.
   *
   * @param build the build that was tested, as {@link #isBuild} accepts it; if empty, one is made
   *     up from the release
   */
  public Kcidb(OutputStream to, Optional<String> build) {
    this.out = new Lines(to);
    this.build = build;
  }

  /** Whether this is the id of a build: {@code origin:rest}. */
  public static boolean isBuild(String id) {
    return BUILD.matcher(id).matches();
  }

  @Override
  void finish(RunSummary summary) {
    root.putObject("version").put("major", 5).put("minor", 3);
    String buildId = build.orElseGet(this::ownBuild);
    ArrayNode tests = root.putArray("tests");
    for (Result result : story.results(summary)) {
      if (result.outcome() != Outcome.KNOWN && result.outcome() != Outcome.GONE) {
        test(tests.addObject(), buildId, result);
      }
    }
    incidents(tests.get(0).get("id").asText(), summary);
    out.bytes((root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String origin() {
    return build.map(id -> id.substring(0, id.indexOf(':'))).orElse(OWN_ORIGIN);
  }

  private String ownBuild() {
    Optional<Environment> environment = story.header().environment();
    String release = environment.map(e -> e.profile().release().text()).orElse("unknown");
    String id = OWN_ORIGIN + ":" + Lines.plain(release);
    root.putArray("checkouts").addObject().put("id", id).put("origin", OWN_ORIGIN);
    ObjectNode built = root.putArray("builds").addObject();
    built.put("id", id).put("origin", OWN_ORIGIN).put("checkout_id", id);
    environment.ifPresent(e -> built.put("architecture", Result.identifier(e.machine())));
    return id;
  }

  private void test(ObjectNode test, String buildId, Result result) {
    Story.Header header = story.header();
    String path = "pageproof." + Result.identifier(header.checked()) + "." + result.identifier();
    test.put("id", origin() + ":" + path + ":" + header.start() + ":" + header.seed());
    test.put("origin", origin()).put("build_id", buildId).put("path", path);
    test.put("status", status(result.outcome()));
    if (!header.start().isEmpty()) {
      test.put("start_time", header.start().replace("Z", "+00:00"));
    }
    test.put("duration", result.seconds());
    String excerpt = excerpt(result);
    if (!excerpt.isEmpty()) {
      test.put("log_excerpt", excerpt);
    }
    misc(test.putObject("misc"), header, result);
  }

  private static void misc(ObjectNode misc, Story.Header header, Result result) {
    misc.put("tool", header.tool()).put("options", header.options()).put("seed", header.seed());
    header.environment().ifPresent(e -> misc.put("sut", e.sut()));
    header.environment().ifPresent(e -> misc.put("release", e.profile().release().text()));
    ArrayNode divergences = misc.putArray("divergences");
    for (DivergenceFound found : result.divergences()) {
      ObjectNode each = divergences.addObject();
      each.put("fingerprint", found.fingerprint()).put("title", found.title());
      each.put("rule", found.promise().rule()).put("folder", found.folder());
    }
  }

  private static String status(Outcome outcome) {
    return switch (outcome) {
      case CONFORMS, KNOWN, GONE -> "PASS";
      case DIVERGES -> "FAIL";
      case SKIPPED -> "SKIP";
      case INCONCLUSIVE -> "ERROR";
      case BROKEN -> "MISS";
    };
  }

  private static String excerpt(Result result) {
    List<String> reports = result.divergences().stream().map(DivergenceFound::report).toList();
    String text = reports.isEmpty() ? result.reason() : String.join("\n", reports);
    String legal = text.replace('\0', ' ');
    int end = Math.min(legal.length(), LONGEST_EXCERPT);
    boolean splits = end < legal.length() && Character.isLowSurrogate(legal.charAt(end));
    return legal.substring(0, splits ? end - 1 : end);
  }

  private void incidents(String test, RunSummary summary) {
    if (summary.known().isEmpty() && summary.gone().isEmpty()) {
      return;
    }
    ArrayNode issues = root.putArray("issues");
    ArrayNode incidents = root.putArray("incidents");
    summary.known().forEach((rule, count) -> incident(issues, incidents, test, rule, count));
    for (Map.Entry<String, Long> gone : summary.gone().entrySet()) {
      if (!summary.known().containsKey(gone.getKey())) {
        incident(issues, incidents, test, gone.getKey(), 0);
      }
    }
  }

  private void incident(
      ArrayNode issues, ArrayNode incidents, String test, String rule, long count) {
    String id = OWN_ORIGIN + ":" + Lines.plain(rule).toLowerCase(Locale.ROOT);
    ObjectNode issue = issues.addObject();
    issue.put("id", id).put("version", 1).put("origin", OWN_ORIGIN);
    issue.put("comment", "known divergence " + Lines.plain(rule));
    issue.putObject("culprit").put("code", true).put("tool", false).put("harness", false);
    ObjectNode incident = incidents.addObject();
    incident.put("id", origin() + ":" + id.substring(id.indexOf(':') + 1) + "@" + test);
    incident.put("origin", origin()).put("issue_id", id).put("issue_version", 1);
    incident.put("test_id", test).put("present", count > 0);
    incident.putObject("misc").put("count", count);
  }
}
