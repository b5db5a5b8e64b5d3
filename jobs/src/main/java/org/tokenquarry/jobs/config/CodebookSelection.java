package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalInt;

/**
 * Which version of the codebook a verb works on.
 *
 * @param version the number, from 1; empty for the newest
 */
public record CodebookSelection(OptionalInt version) {

  private static final String LATEST = "latest";

  static CodebookSelection parse(String text) {
    if (text.equals(LATEST)) {
      return new CodebookSelection(OptionalInt.empty());
    }
    int version = Integer.parseInt(text);
    if (version < 1) {
      throw new IllegalArgumentException(text);
    }
    return new CodebookSelection(OptionalInt.of(version));
  }

  /** {@code latest} or the number. */
  @JsonValue
  public String canonical() {
    return version.isPresent() ? Integer.toString(version.getAsInt()) : LATEST;
  }
}
