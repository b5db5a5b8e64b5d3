package org.tokenquarry.jobs.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Which aliases and versions the verbs of the registry are about, beside {@code codebook.version}.
 *
 * @param alias that {@code promote} and {@code rollback} move
 * @param at the instant that {@code list} goes back to; empty for now
 * @param from the version that {@code diff} begins with
 * @param to the version that {@code diff} compares with it
 */
public record RegistrySettings(
    String alias, Optional<Instant> at, CodebookSelection from, CodebookSelection to) {

  static RegistrySettings from(Section in) {
    return new RegistrySettings(
        in.parsed("alias", AliasName.EXPECTED, AliasName::parse),
        in.parsed(
            "at",
            "an instant such as 2026-11-26T10:00:00Z or 2026-11-26T11:00:00+01:00, or nothing",
            RegistrySettings::instant),
        in.parsed("from", CodebookSelection.EXPECTED, CodebookSelection::parse),
        in.parsed("to", CodebookSelection.EXPECTED, CodebookSelection::parse));
  }

  private static Optional<Instant> instant(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
