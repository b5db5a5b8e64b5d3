package org.tokenquarry.jobs.config;

import java.nio.file.Path;
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

  /** Assignments alone. */
  public static Layers assigning(String... assignments) {
    return new Layers(Optional.empty(), List.of(assignments), Map.of());
  }
}
