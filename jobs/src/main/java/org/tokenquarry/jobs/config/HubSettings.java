package org.tokenquarry.jobs.config;

import java.util.Optional;

/**
 * What the card of an export says to a model hub.
 *
 * @param baseModel the model that the codebook belongs to, as the hub names it, such as {@code
 *     llava-hf/llava-1.5-7b-hf}
 * @param licence of the codebook, as the hub names it, such as {@code apache-2.0}
 */
public record HubSettings(Optional<String> baseModel, Optional<String> licence) {

  private static final String NAMES = "[A-Za-z0-9][\\w.-]*";

  static HubSettings from(Section in) {
    return new HubSettings(
        in.parsed(
            "baseModel", "a name such as llava-hf/llava-1.5-7b-hf, or nothing", HubSettings::model),
        in.parsed("licence", "a word such as apache-2.0, or nothing", HubSettings::licence));
  }

  private static Optional<String> model(String text) {
    return matching(text, NAMES + "/" + NAMES);
  }

  private static Optional<String> licence(String text) {
    return matching(text, NAMES);
  }

  private static Optional<String> matching(String text, String pattern) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException(text);
    }
    return Optional.of(text);
  }
}
