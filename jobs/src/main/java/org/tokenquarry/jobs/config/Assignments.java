package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.error.Problem;

/**
 * What was given on the command line.
 *
 * @param layers our keys, one each, the lowest first
 * @param spark Spark's keys, in full
 */
record Assignments(List<Config> layers, Map<String, String> spark) {

  static Assignments parse(Layers given, List<Problem> problems) {
    List<Config> layers = new ArrayList<>();
    Map<String, String> spark = new TreeMap<>();
    for (String text : given.assignments()) {
      int equals = text.indexOf('=');
      String key = equals < 0 ? "" : text.substring(0, equals).strip();
      if (!isPath(key)) {
        problems.add(ConfigProblems.notAssignment(text));
      } else if (key.startsWith(SparkBlock.PREFIX)) {
        spark.put(key, text.substring(equals + 1).strip());
      } else {
        layers.add(value(text, equals, problems).atPath(key));
      }
    }
    for (Map.Entry<String, Object> argument : given.arguments().entrySet()) {
      ConfigValue value =
          ConfigValueFactory.fromAnyRef(argument.getValue(), ConfigProblems.ARGUMENT);
      layers.add(value.atPath(argument.getKey()));
    }
    return new Assignments(layers, spark);
  }

  private static boolean isPath(String key) {
    try {
      return !key.isEmpty() && !ConfigUtil.splitPath(key).isEmpty();
    } catch (ConfigException e) {
      return false;
    }
  }

  /** Text is taken as it stands, so that paths and shares need no quotes; lists are HOCON. */
  private static ConfigValue value(String text, int equals, List<Problem> problems) {
    String value = text.substring(equals + 1).strip();
    ConfigValue parsed = ConfigValueFactory.fromAnyRef(value);
    if (value.startsWith("[") || value.startsWith("{") || value.startsWith("\"")) {
      try {
        parsed = ConfigFactory.parseString("value = " + value).resolve().getValue("value");
      } catch (ConfigException e) {
        problems.add(ConfigProblems.notAssignment(text));
      }
    }
    return parsed.withOrigin(ConfigOriginFactory.newSimple(ConfigProblems.ASSIGNED));
  }
}
