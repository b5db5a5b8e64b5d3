package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import java.util.List;
import org.tokenquarry.jobs.table.CodebookVersion.Status;

/**
 * Versions whose runs ended before they were complete. Nothing reads them. Their prototypes and
 * rows are removed; only the row with the largest number stays, so that this number is not given to
 * another version.
 */
public final class AbandonedVersions {

  private final Warehouse warehouse;
  private final RegistryState state;

  /** Looks at the versions in {@code warehouse} as they are now. */
  public AbandonedVersions(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.state = new Registry(warehouse).read();
  }

  /**
   * The numbers of those that were begun before an instant. No run takes longer than since then.
   */
  public List<Long> begunBefore(Instant instant) {
    long newest = state.versions().stream().mapToLong(CodebookVersion::version).max().orElse(0);
    return state.versions().stream()
        .filter(version -> version.status() == Status.BUILDING && version.version() != newest)
        .filter(version -> version.createdAt().isBefore(instant))
        .map(CodebookVersion::version)
        .toList();
  }

  /** Removes some, prototypes first: so a run that is cut off is continued by the next one. */
  public void remove(List<Long> versions, RunInfo run) {
    if (versions.isEmpty()) {
      return;
    }
    if (warehouse.has(Tables.PROTOTYPES)) {
      warehouse.delete(Tables.PROTOTYPES, col("version").isin(versions.toArray()), run);
    }
    warehouse.delete(
        Tables.CODEBOOKS,
        col("version").isin(versions.toArray()).and(col("status").equalTo(Status.BUILDING.code())),
        run);
  }
}
