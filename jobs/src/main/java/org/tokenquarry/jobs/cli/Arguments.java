package org.tokenquarry.jobs.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values given by a verb's own options, by the setting that each one stands for. */
final class Arguments {

  private final Map<String, Object> byKey = new LinkedHashMap<>();

  /** Adds a value; null where the option was not given. */
  Arguments text(String key, String value) {
    if (value != null) {
      byKey.put(key, value);
    }
    return this;
  }

  /** Adds a list; null or empty where nothing was given. */
  Arguments texts(String key, List<String> values) {
    if (values != null && !values.isEmpty()) {
      byKey.put(key, values);
    }
    return this;
  }

  Arguments with(Arguments others) {
    byKey.putAll(others.byKey);
    return this;
  }

  Map<String, Object> byKey() {
    return byKey;
  }
}
