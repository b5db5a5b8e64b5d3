package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.error.Problem;

/** The block of settings that is handed to Spark unread. */
final class SparkBlock {

  static final String NAME = "spark";
  static final String PREFIX = NAME + ".";

  private SparkBlock() {}

  /** Full keys and their values as text. */
  static Map<String, String> flatten(Config merged, List<Problem> problems) {
    ConfigValue block = merged.getValue(NAME);
    Map<String, String> flat = new TreeMap<>();
    if (block instanceof ConfigObject object) {
      flatten(PREFIX, object, flat, problems);
    } else {
      problems.add(ConfigProblems.invalid(NAME, block, "a block of Spark's settings"));
    }
    return flat;
  }

  private static void flatten(
      String prefix, ConfigObject block, Map<String, String> flat, List<Problem> problems) {
    block.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner) {
            flatten(prefix + key + ".", inner, flat, problems);
          } else if (value.valueType() == ConfigValueType.LIST
              || value.valueType() == ConfigValueType.NULL) {
            problems.add(ConfigProblems.invalid(prefix + key, value, "text, a number or a flag"));
          } else {
            flat.put(prefix + key, DistributedFiles.located(prefix + key, value));
          }
        });
  }

  /** The block again, with keys that can't collide. */
  static Config of(Map<String, String> spark) {
    ConfigObject block = ConfigFactory.empty().root();
    for (Map.Entry<String, String> each : spark.entrySet()) {
      String key = each.getKey().substring(PREFIX.length());
      block = block.withValue(key, ConfigValueFactory.fromAnyRef(shown(key, each.getValue())));
    }
    return block.atKey(NAME);
  }

  private static String shown(String key, String value) {
    return Secrets.matches(key) ? Secrets.HIDDEN : value;
  }
}
