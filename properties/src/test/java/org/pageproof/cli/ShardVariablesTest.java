package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What schedulers say of the part that is to be run, and what they say that makes no sense. */
class ShardVariablesTest {
  @TempDir private Path directory;

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String each : text.split(" ", -1)) {
      int equals = each.indexOf('=');
      variables.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return variables;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JOB_COMPLETION_INDEX=2 PAGEPROOF_SHARDS=5 | 2/5 | JOB_COMPLETION_INDEX",
        "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4 | 0/4"
            + " | SLURM_ARRAY_TASK_ID",
        "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4 | 3/4"
            + " | SLURM_ARRAY_TASK_ID",
        "SLURM_ARRAY_TASK_ID=12 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_STEP=5"
            + " SLURM_ARRAY_TASK_COUNT=3 | 2/3 | SLURM_ARRAY_TASK_ID",
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=3 | 0/3 | CI_NODE_INDEX",
        "CI_NODE_INDEX=3 CI_NODE_TOTAL=3 | 2/3 | CI_NODE_INDEX",
        "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=2 CI_NODE_TOTAL=1"
            + " | 1/2 | SLURM_ARRAY_TASK_ID"
      })
  void nameTheShard(String variables, String shard, String source) {
    ShardVariables.Detected detected =
        new ShardVariables(variables(variables)).detect().orElseThrow();
    assertThat(detected.shard()).hasToString(shard);
    assertThat(detected.source()).isEqualTo(source);
  }

  @Test
  void nameNoneOutsideOfAScheduler() {
    assertThat(new ShardVariables(Map.of()).detect()).isEmpty();
    assertThat(new ShardVariables(variables("CI_NODE_TOTAL=1 PAGEPROOF_SHARDS=4")).detect())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JOB_COMPLETION_INDEX=2 | PAGEPROOF_SHARDS is not set",
        "JOB_COMPLETION_INDEX= PAGEPROOF_SHARDS=4 | JOB_COMPLETION_INDEX is not set",
        "JOB_COMPLETION_INDEX=4 PAGEPROOF_SHARDS=4 | JOB_COMPLETION_INDEX: no such shard: 4/4",
        "JOB_COMPLETION_INDEX=0 PAGEPROOF_SHARDS=0 | no such shard: 0/0",
        "JOB_COMPLETION_INDEX=-1 PAGEPROOF_SHARDS=4 | JOB_COMPLETION_INDEX is no number: '-1'",
        "SLURM_ARRAY_TASK_ID=3 | SLURM_ARRAY_TASK_MIN is not set",
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=3"
            + " | no such shard: 3/3",
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_STEP=2"
            + " SLURM_ARRAY_TASK_COUNT=4 | the ids of the array are not evenly spaced",
        "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7"
            + " SLURM_ARRAY_TASK_COUNT=3 | the ids of the array are not evenly spaced",
        "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=0"
            + " SLURM_ARRAY_TASK_COUNT=3 | the ids of the array are not evenly spaced",
        "CI_NODE_INDEX=0 CI_NODE_TOTAL=3 | CI_NODE_INDEX: no such shard: -1/3",
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=many | CI_NODE_TOTAL is no number: 'many'",
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=9999999999 | CI_NODE_TOTAL is no number"
      })
  void makeNoSense(String variables, String complaint) {
    ShardVariables nonsense = new ShardVariables(variables(variables));
    assertThatThrownBy(nonsense::detect)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(complaint)
        .hasMessageEndingWith("; --shard I/N overrides it");
  }

  @Test
  void theHeaderTellsTheShardAndTheOptionWins() {
    Cli cli = Cli.in(directory).through("env", "CI_NODE_INDEX=2", "CI_NODE_TOTAL=2");
    String[] run = {"run", "--sut", "simulator", "--tries", "600", "--seed", "1"};
    assertThat(cli.run(run).assertCode(0).out())
        .contains("\nShard 1/2 of the campaign with seed 1 (from CI_NODE_INDEX)\n");
    assertThat(Cli.summary(directory.resolve("pageproof-report")).counts().sequences())
        .isEqualTo(88);
    assertThat(
            cli.run("run", "--sut=simulator", "--tries=20", "--seed=1", "--shard=0/1")
                .assertCode(0)
                .out())
        .doesNotContain("Shard ");
    Cli.in(directory)
        .through("env", "CI_NODE_INDEX=3", "CI_NODE_TOTAL=2")
        .run(run)
        .assertFailed(64, "CI_NODE_INDEX: no such shard: 2/2");
  }
}
