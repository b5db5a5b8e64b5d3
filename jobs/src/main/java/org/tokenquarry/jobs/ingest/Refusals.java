package org.tokenquarry.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.intake.RefusedImage;
import org.tokenquarry.intake.TakenImage;
import org.tokenquarry.intake.TakenSource;
import org.tokenquarry.intake.TakenUnit;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.QuarantineEntry;
import org.tokenquarry.jobs.table.QuarantineRow;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.RowSchema;

/**
 * Which refusals get a row in {@code quarantine}, and which rows are resolved. A URI has at most
 * one open row of {@code ingest}. Of each open row some bytes are in memory.
 */
final class Refusals {

  private static final RowSchema<String> SOURCE_URI =
      RowSchema.<String>empty().required("source_uri", DataTypes.StringType, uri -> uri);

  private static final RowSchema<String> ARCHIVE =
      RowSchema.<String>empty().required("archive", DataTypes.StringType, uri -> uri);

  private final Warehouse warehouse;
  private final Quarantine quarantine;
  private final RunInfo run;

  /** URIs with an open row. */
  private final DigestSet open = new DigestSet(0);

  /** URIs that this run has refused. */
  private final DigestSet refused = new DigestSet(0);

  /** Reads which URIs have an open row. */
  Refusals(Warehouse warehouse, RunInfo run) {
    this.warehouse = warehouse;
    this.quarantine = new Quarantine(warehouse);
    this.run = run;
    for (Iterator<Row> rows = quarantine.openSources().toLocalIterator(); rows.hasNext(); ) {
      open.add(Sha256.of(rows.next().getString(0)));
    }
  }

  /** The rows of what is refused and has no open row yet. */
  List<QuarantineRow> fresh(List<TakenUnit> units) {
    List<QuarantineRow> fresh = new ArrayList<>();
    for (TakenUnit unit : units) {
      for (RefusedImage image : unit.refused()) {
        String digest = Sha256.of(image.uri());
        refused.add(digest);
        if (open.add(digest)) {
          fresh.add(new QuarantineRow(run, entry(image)));
        }
      }
    }
    return fresh;
  }

  private static QuarantineEntry entry(RefusedImage image) {
    return new QuarantineEntry(
        image.uri(),
        image.imageId(),
        image.refusal().reason(),
        image.refusal().detail(),
        image.refusal().retryable(),
        image.refusal().exceeded());
  }

  /**
   * Resolves the rows of what was taken in. Images of a table may share a URI; it counts as refused
   * if one of them is refused.
   */
  void resolve(List<TakenUnit> units) {
    if (open.size() == 0) {
      return;
    }
    List<String> resolved =
        units.stream().flatMap(Refusals::taken).distinct().filter(this::resolvable).toList();
    if (!resolved.isEmpty()) {
      quarantine.takenIn(warehouse.rows(SOURCE_URI, resolved), run);
    }
  }

  /**
   * Resolves the rows of members that their archives do not have any more.
   *
   * @param archives URIs of archives that were in the ledger and that this run has read again
   */
  void resolveGone(List<String> archives) {
    List<String> read = archives.stream().filter(uri -> !refused.contains(Sha256.of(uri))).toList();
    if (open.size() == 0 || read.isEmpty()) {
      return;
    }
    Dataset<Row> members =
        quarantine
            .openSources()
            .join(
                broadcast(warehouse.rows(ARCHIVE, read)),
                col("source_uri").startsWith(concat(col("archive"), lit("#"))))
            .select("source_uri")
            .distinct();
    List<String> gone = new ArrayList<>();
    members
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              if (!refused.contains(Sha256.of(row.getString(0)))) {
                gone.add(row.getString(0));
              }
            });
    if (!gone.isEmpty()) {
      quarantine.takenIn(warehouse.rows(SOURCE_URI, gone), run);
    }
  }

  private boolean resolvable(String uri) {
    String digest = Sha256.of(uri);
    return open.contains(digest) && !refused.contains(digest);
  }

  /** URIs of sources and images; those that are refused are sorted out elsewhere. */
  private static Stream<String> taken(TakenUnit unit) {
    return Stream.of(
            unit.sources().stream().map(TakenSource::uri),
            unit.packs().stream().flatMap(pack -> pack.images().stream()).map(TakenImage::uri),
            unit.repeated().stream())
        .flatMap(uris -> uris);
  }
}
