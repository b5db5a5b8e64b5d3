package org.tokenquarry.jobs.config;

import java.time.Duration;

/**
 * Where the tables are.
 *
 * @param path directory of the Delta tables, local or a Hadoop URI
 * @param lease for how long a run that writes is taken for alive without being heard
 */
public record WarehouseSettings(String path, Duration lease) {

  /** A run is heard three times as often, and each time costs a commit. */
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  static WarehouseSettings from(Section in) {
    return new WarehouseSettings(in.text("path"), in.duration("lease", SHORTEST));
  }

  /** The same settings of tables in another place. */
  WarehouseSettings at(String other) {
    return new WarehouseSettings(other, lease);
  }
}
