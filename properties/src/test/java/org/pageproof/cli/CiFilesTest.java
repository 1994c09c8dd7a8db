package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for CI systems can be read by these, and call commands that exist. */
class CiFilesTest {
  private static final Path DIRECTORY = Path.of("..", "ci");
  private static final Pattern CALL = Pattern.compile("\\./pageproof ([a-z][^;|&\\n]*)");

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Object yaml(Path file) throws IOException {
    return yaml(Files.readString(DIRECTORY.resolve(file)));
  }

  /** What lies under these keys and indices. */
  private static Object at(Object tree, Object... path) {
    Object node = tree;
    for (Object key : path) {
      Object next =
          key instanceof Integer index ? ((List<?>) node).get(index) : ((Map<?, ?>) node).get(key);
      node = Objects.requireNonNull(next, () -> key + " in " + List.of(path));
    }
    return node;
  }

  private static void texts(Object tree, List<String> found) {
    if (tree instanceof Map<?, ?> map) {
      map.values().forEach(value -> texts(value, found));
    } else if (tree instanceof Collection<?> all) {
      all.forEach(value -> texts(value, found));
    } else {
      found.add(String.valueOf(tree));
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The commands of all files, as the shell would see them but for the values of variables. */
  private static List<String> calls() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file);
      if (file.toString().endsWith("ml")) {
        texts(yaml(text), texts);
      } else {
        texts.add(text.replaceAll("(?m)^#.*", ""));
      }
    }
    List<String> calls = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = CALL.matcher(text);
      while (matcher.find()) {
        calls.add(matcher.group(1).strip());
      }
    }
    return calls;
  }

  private static String[] words(String call) {
    return call.replaceAll("\\$\\{\\{ *[^}]*total *}}|\\$SHARDS", "4")
        .replaceAll("\\$BUDGET", "10m")
        .replace("\"$@\"", "")
        .replaceAll("\\$\\{\\{[^}]*}}|\\$\\w+", "1")
        .replace("\"", "")
        .strip()
        .split(" +", -1);
  }

  @Test
  void everySystemHasItsFile() throws IOException {
    assertThat(files())
        .extracting(file -> DIRECTORY.relativize(file).toString())
        .containsExactly(
            "github/pageproof.yml",
            "gitlab/pageproof.gitlab-ci.yml",
            "kubernetes/pageproof-job.yaml",
            "lava/pageproof.yaml",
            "slurm/pageproof.sbatch");
    assertThat(calls()).hasSize(7).filteredOn(call -> call.startsWith("run ")).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theCommandsExist(String call) {
    assertThatCode(() -> PageproofCommand.commandLine().parseArgs(words(call)))
        .as(call)
        .doesNotThrowAnyException();
  }

  /** Without it, shards would be parts of different campaigns; --keep-going finds all of each. */
  @ParameterizedTest
  @MethodSource("calls")
  void everyShardHasTheSeedOfTheCampaign(String call) {
    if (call.startsWith("run ") && !call.contains("\"$@\"")) {
      assertThat(call).contains("--seed ", "--keep-going");
    }
  }

  @Test
  void theScriptIsOne() {
    assumeTrue(Machine.has("sh"), "there is no shell");
    String script = DIRECTORY.resolve("slurm/pageproof.sbatch").toString();
    assertThat(Machine.exec("sh", "-n", script)).isZero();
  }

  @Test
  void theShellPartsOfTheOthersAreToo() throws IOException {
    assumeTrue(Machine.has("sh"), "there is no shell");
    List<Object> steps = new ArrayList<>();
    steps.addAll((List<?>) at(yaml(Path.of("lava/pageproof.yaml")), "run", "steps"));
    Object gitlab = yaml(Path.of("gitlab/pageproof.gitlab-ci.yml"));
    steps.addAll((List<?>) at(gitlab, "pageproof", "script"));
    steps.addAll((List<?>) at(gitlab, "pageproof-merge", "script"));
    Object job = yaml(Path.of("kubernetes/pageproof-job.yaml"));
    steps.add(at(job, "spec", "template", "spec", "containers", 0, "args", 0));
    for (Object step : steps) {
      assertThat(Machine.exec("sh", "-n", "-c", step.toString())).as("%s", step).isZero();
    }
  }

  @Test
  void kubernetesTellsAPodHowManyShardsThereAre() throws IOException {
    Object spec = at(yaml(Path.of("kubernetes/pageproof-job.yaml")), "spec");
    assertThat(at(spec, "completionMode")).isEqualTo("Indexed");
    Object container = at(spec, "template", "spec", "containers", 0);
    assertThat(at(container, "env", 0, "name")).isEqualTo("PAGEPROOF_SHARDS");
    assertThat(at(container, "env", 0, "value"))
        .isEqualTo(at(spec, "completions").toString())
        .isEqualTo(at(spec, "parallelism").toString());
    Object rule = at(spec, "podFailurePolicy", "rules", 0);
    assertThat(at(rule, "action")).isEqualTo("FailIndex");
    assertThat(at(rule, "onExitCodes", "containerName")).isEqualTo(at(container, "name"));
    assertThat(at(rule, "onExitCodes", "values"))
        .isEqualTo(List.of(ExitCode.DIVERGES, ExitCode.USAGE));
  }

  @Test
  void githubAndGitlabMergeEvenWhereAShardDiverged() throws IOException {
    Object github = at(yaml(Path.of("github/pageproof.yml")), "jobs");
    assertThat(at(github, "merge", "if")).isEqualTo("always()");
    assertThat(at(github, "merge", "needs")).isEqualTo("shard");
    assertThat(at(github, "shard", "strategy", "fail-fast")).isEqualTo(false);
    Object gitlab = yaml(Path.of("gitlab/pageproof.gitlab-ci.yml"));
    assertThat(at(gitlab, "pageproof-merge", "when")).isEqualTo("always");
    assertThat(at(gitlab, "pageproof", "parallel")).isEqualTo(4);
  }

  @Test
  void lavaIsToldAVerdictForEveryExitCode() throws IOException {
    Object definition = yaml(Path.of("lava/pageproof.yaml"));
    assertThat(at(definition, "metadata", "format")).isEqualTo("Lava-Test Test Definition 1.0");
    List<?> steps = (List<?>) at(definition, "run", "steps");
    assertThat(steps.get(3).toString())
        .contains("0) ", "--result pass", "1) ", "--result fail", "4) ", "--result skip", "*) ");
  }
}
