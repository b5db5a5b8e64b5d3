package org.tokenquarry.jobs.config;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user gave, lowest layer first.
 *
 * @param file a HOCON file
 * @param assignments texts {@code KEY=VALUE}, later ones over earlier ones
 * @param arguments values of a verb's own options by key: text, or lists of text
 */
public record Layers(Optional<Path> file, List<String> assignments, Map<String, Object> arguments) {

  /** Nothing given: the reference and its default preset. */
  public static final Layers NONE = new Layers(Optional.empty(), List.of(), Map.of());

  /** Copies the collections. */
  public Layers {
    assignments = List.copyOf(assignments);
    arguments = Map.copyOf(arguments);
  }

  /**
   * What a verb decides itself, over what the user gave.
   *
   * @param values by key, as {@code arguments}
   */
  public Layers under(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.putAll(values);
    return new Layers(file, assignments, all);
  }

  /**
   * The values of a text in HOCON by key, for {@link #under}.
   *
   * @param hocon such as a verb proposes for {@code --conf}
   */
  public static Map<String, Object> values(String hocon) {
    Map<String, Object> values = new HashMap<>();
    ConfigFactory.parseString(hocon)
        .entrySet()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().unwrapped()));
    return values;
  }

  /** Assignments alone. */
  public static Layers assigning(String... assignments) {
    return new Layers(Optional.empty(), List.of(assignments), Map.of());
  }
}
