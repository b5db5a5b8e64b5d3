package org.tokenquarry.jobs.config;

/**
 * Where the tables are.
 *
 * @param path directory of the Delta tables, local or a Hadoop URI
 */
public record WarehouseSettings(String path) {

  static WarehouseSettings from(Section in) {
    return new WarehouseSettings(in.text("path"));
  }
}
