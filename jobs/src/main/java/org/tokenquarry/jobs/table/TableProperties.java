package org.tokenquarry.jobs.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The properties that a table gets when it is made, beside its constraints. */
final class TableProperties {

  private static final String APPEND_ONLY = "delta.appendOnly";
  private static final String STATISTICS = "delta.dataSkippingStatsColumns";

  /** Tables that get a commit whenever units of work have finished. */
  private static final Set<TableSpec> OF_UNITS =
      Set.of(
          Tables.EXPERIMENTS,
          Tables.MINED,
          Tables.IMAGES,
          Tables.CONTENTS,
          Tables.SOURCES,
          Tables.QUARANTINE,
          Tables.LEASE,
          Tables.RUNS);

  /**
   * Columns whose smallest and largest values the log keeps for each file. Without this, Delta also
   * collects them of what is wide and never searched: embeddings and the bytes of images.
   */
  private static final Map<String, String> SEARCHED =
      Map.of(
          Tables.EXPERIMENTS.name(), "image_id,token_index",
          Tables.CONTENTS.name(), "image_id",
          Tables.PROTOTYPES.name(), "prototype_id,image_id");

  private TableProperties() {}

  /** The properties of a new table. */
  static Map<String, String> of(TableSpec table) {
    Map<String, String> properties = new HashMap<>();
    if (OF_UNITS.stream().anyMatch(each -> each.name().equals(table.name()))) {
      properties.putAll(LogUpkeep.PROPERTIES);
    }
    if (table.name().equals(Tables.ALIASES.name())) {
      properties.put(APPEND_ONLY, "true");
    }
    if (SEARCHED.containsKey(table.name())) {
      properties.put(STATISTICS, SEARCHED.get(table.name()));
    }
    return properties;
  }
}
