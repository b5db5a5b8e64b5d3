package org.tokenquarry.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum constant that is written in lower case with hyphens in settings and JSON. */
public interface Choice {

  /** The constant's Java name; implemented by every enum. */
  String name();

  /** How the constant is written in settings, such as {@code official-code}. */
  @JsonValue
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
