package org.pageproof.cli;

import java.util.Map;
import java.util.Optional;
import org.pageproof.properties.Shard;

/**
 * Finds out from the environment which part of a campaign this process is to run. Kubernetes tells
 * an indexed job's pod its index but not how many there are; {@code PAGEPROOF_SHARDS} does.
 */
final class ShardVariables {
  private static final int MAX_SHARDS = 999_999_999;

  private final Map<String, String> environment;

  ShardVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * A shard and who said so.
   *
   * @param shard the shard
   * @param source the option or the variable it comes from
   */
  record Detected(Shard shard, String source) {}

  /**
   * The shard that the variables name, if there are any.
   *
   * @throws InputException if they make no sense
   */
  Optional<Detected> detect() {
    if (environment.containsKey("JOB_COMPLETION_INDEX")) {
      return Optional.of(
          detected(
              number("JOB_COMPLETION_INDEX"), number("PAGEPROOF_SHARDS"), "JOB_COMPLETION_INDEX"));
    }
    if (environment.containsKey("SLURM_ARRAY_TASK_ID")) {
      return Optional.of(slurm());
    }
    if (environment.containsKey("CI_NODE_INDEX")) {
      return Optional.of(
          detected(number("CI_NODE_INDEX") - 1, number("CI_NODE_TOTAL"), "CI_NODE_INDEX"));
    }
    return Optional.empty();
  }

  /** The ids of an array need neither start at 0 nor be dense, but they must be evenly spaced. */
  private Detected slurm() {
    int offset = number("SLURM_ARRAY_TASK_ID") - number("SLURM_ARRAY_TASK_MIN");
    int step =
        environment.containsKey("SLURM_ARRAY_TASK_STEP") ? number("SLURM_ARRAY_TASK_STEP") : 1;
    int count = number("SLURM_ARRAY_TASK_COUNT");
    boolean dense =
        !environment.containsKey("SLURM_ARRAY_TASK_MAX")
            || step < 1
            || number("SLURM_ARRAY_TASK_MAX") - number("SLURM_ARRAY_TASK_MIN")
                < (long) count * step;
    if (step < 1 || !dense || offset % step != 0) {
      throw new InputException(
          "SLURM_ARRAY_TASK_ID: the ids of the array are not evenly spaced; --shard I/N overrides"
              + " it");
    }
    return detected(offset / step, count, "SLURM_ARRAY_TASK_ID");
  }

  private static Detected detected(int index, int count, String source) {
    try {
      return new Detected(new Shard(index, count), source);
    } catch (IllegalArgumentException e) {
      throw new InputException(source + ": " + e.getMessage() + "; --shard I/N overrides it", e);
    }
  }

  private int number(String name) {
    String text = environment.getOrDefault(name, "");
    if (!text.matches("\\d{1,9}")) {
      String problem = text.isEmpty() ? " is not set" : " is no number: '" + text + "'";
      throw new InputException(name + problem + "; --shard I/N overrides it");
    }
    return Math.min(Integer.parseInt(text), MAX_SHARDS);
  }
}
