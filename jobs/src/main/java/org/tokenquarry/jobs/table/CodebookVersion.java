package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.task.RowSchema;

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
 *     experiments}, where an imported version has no rows
 * @param images images mined; 0 for an imported version, as the next two
 * @param tokens tokens probed
 * @param redundantTokens of these, redundant
 * @param clusters clusters kept
 * @param prototypes members
 * @param contentDigest sha256 of the embeddings
 * @param runId the run that made it
 * @param createdAt when
 * @param publishedAt when it last became the champion, or null
 * @param retiredAt when it was retired, or null
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
    Instant publishedAt,
    Instant retiredAt) {

  /** The block of the settings that says where an imported version comes from. */
  public static final String IMPORTED = "imported";

  private static final ObjectMapper JSON = new ObjectMapper();

  static final RowSchema<CodebookVersion> COLUMNS =
      RowSchema.<CodebookVersion>empty()
          .required("version", DataTypes.LongType, CodebookVersion::version)
          .required("status", DataTypes.StringType, row -> row.status().code())
          .required("space", DataTypes.StringType, CodebookVersion::space)
          .required("model_digest", DataTypes.StringType, CodebookVersion::modelDigest)
          .required("model_name", DataTypes.StringType, CodebookVersion::modelName)
          .required("settings", DataTypes.StringType, CodebookVersion::settings)
          .required("settings_digest", DataTypes.StringType, CodebookVersion::settingsDigest)
          .required("experiment_digest", DataTypes.StringType, CodebookVersion::experimentDigest)
          .required("images", DataTypes.LongType, CodebookVersion::images)
          .required("tokens", DataTypes.LongType, CodebookVersion::tokens)
          .required("redundant_tokens", DataTypes.LongType, CodebookVersion::redundantTokens)
          .required("clusters", DataTypes.IntegerType, CodebookVersion::clusters)
          .required("prototypes", DataTypes.IntegerType, CodebookVersion::prototypes)
          .required("content_digest", DataTypes.StringType, CodebookVersion::contentDigest)
          .required("run_id", DataTypes.StringType, CodebookVersion::runId)
          .required("created_at", DataTypes.TimestampType, row -> Timestamp.from(row.createdAt()))
          .optional(
              "published_at",
              DataTypes.TimestampType,
              row -> row.publishedAt() == null ? null : Timestamp.from(row.publishedAt()))
          .optional(
              "retired_at",
              DataTypes.TimestampType,
              row -> row.retiredAt() == null ? null : Timestamp.from(row.retiredAt()));

  /**
   * Where a version stands. The table holds the first two; the others follow from the aliases and
   * from the time of retirement. Rows of an older release also hold {@code published} and, for what
   * is replaced here, {@code retired}.
   */
  public enum Status {
    /** Its number is taken; its prototypes are being written. */
    BUILDING,
    /** Complete, to be evaluated. */
    CANDIDATE,
    /** The version that servers use, which is the champion; at most one. */
    PUBLISHED,
    /** Was published before another. */
    REPLACED,
    /** Must not be used any more. */
    RETIRED;

    /** The name in the table. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same codebook under a number. */
  CodebookVersion numbered(long number) {
    return with(number, status, publishedAt, retiredAt);
  }

  /** The same version before it was retired, if that was later than an instant. */
  CodebookVersion at(Instant instant) {
    return retiredAt != null && retiredAt.isAfter(instant)
        ? with(version, status, publishedAt, null)
        : this;
  }

  /** The same version with the status that follows from the aliases. */
  CodebookVersion seenIn(AliasHistory aliases) {
    if (status == Status.BUILDING) {
      return this;
    }
    boolean champion =
        aliases.current(AliasName.CHAMPION).filter(move -> move.version() == version).isPresent();
    Instant published =
        aliases.last(AliasName.CHAMPION, version).map(AliasMove::movedAt).orElse(null);
    return with(version, status(champion, published != null), published, retiredAt);
  }

  private Status status(boolean champion, boolean published) {
    if (champion) {
      return Status.PUBLISHED;
    }
    if (retiredAt != null) {
      return Status.RETIRED;
    }
    return published ? Status.REPLACED : Status.CANDIDATE;
  }

  private CodebookVersion with(long number, Status standing, Instant published, Instant retired) {
    return new CodebookVersion(
        number,
        standing,
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
        published,
        retired);
  }

  /** The {@link #settings} as a tree. */
  public JsonNode parsedSettings() {
    try {
      return JSON.readTree(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings in the table are JSON", e);
    }
  }

  /** Whether it was made elsewhere, and came by {@code import}. It then rests on no findings. */
  public boolean imported() {
    return parsedSettings().has(IMPORTED);
  }

  /** Which tokens of the images were mined: {@code base}, {@code tiles} or {@code both}. */
  public String minedView() {
    return parsedSettings().at("/experiment/view").asText("base");
  }

  /** Cells of a partitioned clustering, as they were asked for; 0 for an exact one. */
  public int cells() {
    return parsedSettings().at("/cluster/partition/cells").asInt(0);
  }

  /** Reads a row of these {@link #COLUMNS}. */
  static CodebookVersion of(DirectRow row) {
    return new CodebookVersion(
        row.number("version"),
        Status.valueOf(row.string("status").toUpperCase(Locale.ROOT)),
        row.string("space"),
        row.string("model_digest"),
        row.string("model_name"),
        row.string("settings"),
        row.string("settings_digest"),
        row.string("experiment_digest"),
        row.number("images"),
        row.number("tokens"),
        row.number("redundant_tokens"),
        row.integer("clusters"),
        row.integer("prototypes"),
        row.string("content_digest"),
        row.string("run_id"),
        row.instant("created_at"),
        row.instant("published_at"),
        row.instant("retired_at"));
  }
}
