package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of the table {@code codebooks}.
 *
 * @param version 1, 2, …
 * @param status see {@link Status}
 * @param space what the prototypes are: {@code projected} tokens or {@code vision} features
 * @param modelDigest the model they were mined from
 * @param modelName its name
 * @param settings those that influence the codebook, JSON
 * @param settingsDigest digest of those that influence the codebook
 * @param experimentDigest digest of those that influence the experiments; the key into {@code
 *     experiments}
 * @param images images mined
 * @param tokens tokens probed
 * @param redundantTokens of these, redundant
 * @param clusters clusters kept
 * @param prototypes members
 * @param contentDigest sha256 of the embeddings
 * @param runId the run that made it
 * @param createdAt when
 * @param publishedAt when it was published, or null
 */
public record CodebookVersion(
    long version,
    Status status,
    String space,
    String modelDigest,
    String modelName,
    String settings,
    String settingsDigest,
    String experimentDigest,
    long images,
    long tokens,
    long redundantTokens,
    int clusters,
    int prototypes,
    String contentDigest,
    String runId,
    Instant createdAt,
    Instant publishedAt) {

  /** Where a version stands. */
  public enum Status {
    /** Its number is taken; its prototypes are being written. */
    BUILDING,
    /** Complete, to be evaluated. */
    CANDIDATE,
    /** The version that servers use; at most one. */
    PUBLISHED,
    /** Was published before another. */
    RETIRED;

    /** The name in the table. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same codebook under a number. */
  CodebookVersion numbered(long number) {
    return new CodebookVersion(
        number,
        status,
        space,
        modelDigest,
        modelName,
        settings,
        settingsDigest,
        experimentDigest,
        images,
        tokens,
        redundantTokens,
        clusters,
        prototypes,
        contentDigest,
        runId,
        createdAt,
        publishedAt);
  }

  /** Reads a row. */
  static CodebookVersion of(Row row) {
    return new CodebookVersion(
        row.getAs("version"),
        Status.valueOf(row.<String>getAs("status").toUpperCase(Locale.ROOT)),
        row.getAs("space"),
        row.getAs("model_digest"),
        row.getAs("model_name"),
        row.getAs("settings"),
        row.getAs("settings_digest"),
        row.getAs("experiment_digest"),
        row.getAs("images"),
        row.getAs("tokens"),
        row.getAs("redundant_tokens"),
        row.getAs("clusters"),
        row.getAs("prototypes"),
        row.getAs("content_digest"),
        row.getAs("run_id"),
        row.<Timestamp>getAs("created_at").toInstant(),
        row.getAs("published_at") == null
            ? null
            : row.<Timestamp>getAs("published_at").toInstant());
  }

  /** The row of the table. */
  Row toRow() {
    return RowFactory.create(
        version,
        status.code(),
        space,
        modelDigest,
        modelName,
        settings,
        settingsDigest,
        experimentDigest,
        images,
        tokens,
        redundantTokens,
        clusters,
        prototypes,
        contentDigest,
        runId,
        Timestamp.from(createdAt),
        publishedAt == null ? null : Timestamp.from(publishedAt));
  }
}
