package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the settings of two versions, as the table {@code codebooks} holds them. */
public final class SettingChanges {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SettingChanges() {}

  /**
   * The settings that differ, sorted by path.
   *
   * @param before settings of the version before, a JSON object
   * @param now settings of this version, a JSON object
   */
  public static List<SettingChange> between(String before, String now) {
    Map<String, String> old = leaves(before);
    Map<String, String> young = leaves(now);
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(young.keySet());
    return names.stream()
        .map(
            name ->
                new SettingChange(name, old.getOrDefault(name, ""), young.getOrDefault(name, "")))
        .filter(setting -> !setting.before().equals(setting.now()))
        .toList();
  }

  private static Map<String, String> leaves(String settings) {
    try {
      Map<String, String> leaves = new TreeMap<>();
      collect(JSON.readTree(settings), "", leaves);
      return leaves;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a version's settings are JSON", e);
    }
  }

  /** Collects the settings below a node by their paths. A list is one setting. */
  private static void collect(JsonNode node, String path, Map<String, String> leaves) {
    if (!node.isObject()) {
      leaves.put(path, node.isTextual() ? node.asText() : node.toString());
      return;
    }
    node.properties()
        .forEach(
            field ->
                collect(
                    field.getValue(),
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    leaves));
  }
}
