package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns of the table, in the order of the fields above. */
  static final List<String> COLUMNS = List.of(Tables.CODEBOOKS.schema().fieldNames());

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

  /** The {@link #settings} as a tree. */
  public JsonNode parsedSettings() {
    try {
      return JSON.readTree(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings in the table are JSON", e);
    }
  }

  /** Reads a row of these {@link #COLUMNS}. */
  static CodebookVersion of(io.delta.kernel.data.Row row) {
    return new CodebookVersion(
        row.getLong(0),
        Status.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getInt(11),
        row.getInt(12),
        row.getString(13),
        row.getString(14),
        instant(row.getLong(15)),
        row.isNullAt(16) ? null : instant(row.getLong(16)));
  }

  /** Delta counts microseconds. */
  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
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
