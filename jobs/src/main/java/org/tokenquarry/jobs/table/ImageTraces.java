package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.task.RowSchema;

/** What the tables hold of some images, which a user has named. */
public final class ImageTraces {

  private static final String IMAGE_ID = "image_id";
  private static final Column ALL = lit(true);

  private static final RowSchema<String> IDS =
      RowSchema.<String>empty().required(IMAGE_ID, DataTypes.StringType, id -> id);

  private final Warehouse warehouse;
  private final List<String> ids;
  private final RunInfo run;

  /**
   * Looks at some images.
   *
   * @param ids as many as a command line has
   */
  public ImageTraces(Warehouse warehouse, List<String> ids, RunInfo run) {
    this.warehouse = warehouse;
    this.ids = List.copyOf(ids);
    this.run = run;
  }

  /**
   * A version of the codebook that rests on some of the images.
   *
   * @param version its number
   * @param status where it stands
   * @param prototypes of it that are tokens of these images; the other prototypes were chosen
   *     beside these tokens
   */
  public record Use(long version, String status, long prototypes) {

    /** Some versions in words, such as {@code 1 (replaced), 3 (published)}. */
    public static String words(List<Use> uses) {
      return uses.isEmpty()
          ? "none"
          : uses.stream()
              .map(use -> "%d (%s)".formatted(use.version(), use.status()))
              .collect(Collectors.joining(", "));
    }
  }

  /** The versions that were clustered from findings of the images, oldest first. */
  public List<Use> uses() {
    // Few: one for each setting that was mined with, and one for each version.
    Set<String> settings = new HashSet<>();
    for (TableSpec table : List.of(Tables.EXPERIMENTS, Tables.MINED)) {
      settings.addAll(
          ofImages(table)
              .select("settings_digest")
              .distinct()
              .as(Encoders.STRING())
              .collectAsList());
    }
    Map<Long, Long> prototypes = new HashMap<>();
    ofImages(Tables.PROTOTYPES)
        .groupBy("version")
        .count()
        .collectAsList()
        .forEach(row -> prototypes.put(row.getLong(0), row.getLong(1)));
    return new Codebooks(warehouse)
        .complete().stream()
            .filter(
                codebook ->
                    prototypes.containsKey(codebook.version())
                        || settings.contains(codebook.experimentDigest()))
            .map(
                codebook ->
                    new Use(
                        codebook.version(),
                        codebook.status().code(),
                        prototypes.getOrDefault(codebook.version(), 0L)))
            .toList();
  }

  private Dataset<Row> ofImages(TableSpec table) {
    return warehouse.read(table).filter(col(IMAGE_ID).isin(ids.toArray()));
  }

  /** Removes what was found of the images, with all settings. */
  public void removeFindings() {
    remove(Tables.EXPERIMENTS);
    remove(Tables.MINED);
  }

  /** Removes the images and everything about them, and keeps them from being taken in again. */
  public void forget() {
    Instant now = Instant.now();
    warehouse.append(
        Tables.FORGOTTEN,
        warehouse.rows(
            ForgottenImage.COLUMNS,
            ids.stream().map(id -> new ForgottenImage(id, run.runId(), now)).toList()),
        new Commit("forget-" + Sha256.of(ids), run));
    removeFindings();
    remove(Tables.QUARANTINE);
    remove(Tables.SOURCES);
    new ImageRemoval(warehouse, run).remove(Set.copyOf(ids));
  }

  /**
   * Gives the images another use, in one commit.
   *
   * @param split one of {@link Split}
   */
  public void moveTo(String split) {
    warehouse.updateMatching(
        Tables.IMAGES, ALL, keys(), IMAGE_ID, Map.of("split", lit(split)), run);
  }

  private void remove(TableSpec table) {
    if (!ofImages(table).isEmpty()) {
      warehouse.deleteMatching(table, ALL, keys(), IMAGE_ID, run);
    }
  }

  private Dataset<Row> keys() {
    return warehouse.rows(IDS, ids);
  }
}
