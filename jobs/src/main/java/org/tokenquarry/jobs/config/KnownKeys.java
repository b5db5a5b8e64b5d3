package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tokenquarry.error.Problem;

/** The keys of {@code reference.conf}. Any other key is a mistake. */
final class KnownKeys {

  private final ConfigObject schema;
  private final List<String> leaves = new ArrayList<>();

  KnownKeys(Config reference) {
    schema = reference.root();
    collect("", schema);
    leaves.sort(null);
  }

  private void collect(String prefix, ConfigObject block) {
    block.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner) {
            collect(prefix + key + ".", inner);
          } else {
            leaves.add(prefix + key);
          }
        });
  }

  List<String> leaves() {
    return List.copyOf(leaves);
  }

  /**
   * Keys that the reference does not have.
   *
   * @param root beginning of the keys in messages, or empty
   */
  List<Problem> unknown(Config config, String root) {
    List<Problem> problems = new ArrayList<>();
    unknown(schema, config.root(), root.isEmpty() ? "" : root + ".", "", problems);
    return problems;
  }

  private void unknown(
      ConfigObject schema, ConfigObject block, String root, String prefix, List<Problem> problems) {
    for (Map.Entry<String, ConfigValue> entry : sorted(block)) {
      String key = prefix + entry.getKey();
      ConfigValue expected = schema.get(entry.getKey());
      if (expected == null) {
        unknownLeaves(root, key, entry.getValue(), problems);
      } else if (expected instanceof ConfigObject inner
          && entry.getValue() instanceof ConfigObject given) {
        unknown(inner, given, root, key + ".", problems);
      }
    }
  }

  private void unknownLeaves(String root, String key, ConfigValue value, List<Problem> problems) {
    if (value instanceof ConfigObject block && !block.isEmpty()) {
      sorted(block)
          .forEach(
              each -> unknownLeaves(root, key + "." + each.getKey(), each.getValue(), problems));
      return;
    }
    List<String> candidates = leaves.stream().map(each -> root + each).toList();
    problems.add(ConfigProblems.unknown(root + key, value.origin(), candidates));
  }

  /** Drops plain values where the reference has a block, and reports them. */
  Config withoutMisplacedBlocks(Config config, List<Problem> problems) {
    return withoutMisplacedBlocks(schema, config.root(), "", problems).toConfig();
  }

  private ConfigObject withoutMisplacedBlocks(
      ConfigObject schema, ConfigObject block, String prefix, List<Problem> problems) {
    ConfigObject kept = block;
    for (Map.Entry<String, ConfigValue> entry : sorted(block)) {
      if (!(schema.get(entry.getKey()) instanceof ConfigObject expected)) {
        continue;
      }
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ConfigObject given) {
        ConfigObject inner = withoutMisplacedBlocks(expected, given, key + ".", problems);
        kept = kept.withValue(entry.getKey(), inner);
      } else {
        String keys = String.join(", ", expected.keySet().stream().sorted().toList());
        problems.add(ConfigProblems.invalid(key, entry.getValue(), "a block with keys " + keys));
        kept = kept.withoutKey(entry.getKey());
      }
    }
    return kept;
  }

  private static List<Map.Entry<String, ConfigValue>> sorted(ConfigObject block) {
    return block.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
