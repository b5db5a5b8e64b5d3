package org.tokenquarry.jobs.config;

import java.util.Optional;

/**
 * What {@code sql} asks.
 *
 * @param query a query, no other statement; empty where none is given
 * @param rows how many rows are printed
 */
public record SqlSettings(Optional<String> query, int rows) {

  static SqlSettings from(Section in) {
    return new SqlSettings(in.optionalText("query"), in.integer("rows", Range.atLeast(1)));
  }
}
