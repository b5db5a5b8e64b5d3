package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.token.TokenMatrix;

/**
 * The versions of the codebook and their life: building, candidate, published, retired.
 *
 * <p>A version is claimed before its prototypes are written and becomes a candidate after, so that
 * a crash in between leaves a number unused and nothing half-visible.
 */
public final class Codebooks {

  private static final String NOTHING_LEFT =
      "Run the verb again; nothing of this run is left behind.";

  private final Warehouse warehouse;

  /** Looks at the versions in {@code warehouse}. */
  public Codebooks(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** All complete versions, oldest first. */
  public List<CodebookVersion> complete() {
    return versions().stream().filter(version -> version.status() != Status.BUILDING).toList();
  }

  /** The newest complete version, if there is one. */
  public Optional<CodebookVersion> latest() {
    return complete().stream().reduce((older, newer) -> newer);
  }

  /**
   * A complete version by its number.
   *
   * @throws UserException if there is none
   */
  public CodebookVersion version(long number) {
    return complete().stream()
        .filter(version -> version.version() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "version-missing",
                    "The warehouse "
                        + warehouse.location()
                        + " has no codebook version "
                        + number
                        + ".",
                    "Run list to see the versions."));
  }

  /**
   * The version a verb works on where none was named.
   *
   * @throws UserException if there is none
   */
  public CodebookVersion requireLatest() {
    return latest()
        .orElseThrow(
            () ->
                new UserException(
                    "no-codebook",
                    "The warehouse " + warehouse.location() + " holds no codebook.",
                    "Run mine and cluster first."));
  }

  /** The published version, if there is one. */
  public Optional<CodebookVersion> published() {
    return complete().stream().filter(version -> version.status() == Status.PUBLISHED).findFirst();
  }

  /**
   * The published version, for a verb that should take no other by itself.
   *
   * @param verb said in the remedy
   * @throws UserException if none is published
   */
  public CodebookVersion requirePublished(String verb) {
    CodebookVersion newest = requireLatest();
    return published()
        .orElseThrow(
            () ->
                new UserException(
                    "not-published",
                    "The warehouse "
                        + warehouse.location()
                        + " has no published codebook version; the newest is version "
                        + newest.version()
                        + ", a "
                        + newest.status().code()
                        + ".",
                    "Run publish first, or name a version to take it all the same: "
                        + verb
                        + " latest."));
  }

  /** The prototypes of a version, in their order. */
  public Dataset<Row> prototypes(long version) {
    return warehouse
        .read(Tables.PROTOTYPES)
        .filter(col("version").equalTo(version))
        .sort("prototype_id");
  }

  /** Where the prototypes of a version come from, in their order. Starts no Spark session. */
  public List<PrototypeOrigin> origins(CodebookVersion codebook) {
    return new Origins(warehouse, codebook).all();
  }

  /** The experiments that a version rests on. */
  public Dataset<Row> experiments(CodebookVersion codebook) {
    return warehouse.experiments(codebook.modelDigest(), codebook.experimentDigest());
  }

  /**
   * The embeddings of a version's prototypes, {@code [n, D] float32}.
   *
   * @throws UserException {@code codebook-corrupt} if they are not those that the version was made
   *     of
   */
  public TokenMatrix embeddings(CodebookVersion codebook) {
    return checked(codebook).matrix();
  }

  /**
   * Reads a version's embeddings and holds them against its content digest.
   *
   * @throws UserException {@code codebook-corrupt} if they are not those that the version was made
   *     of
   */
  public void requireIntact(CodebookVersion codebook) {
    Optional<UserException> damage = checked(codebook).damage();
    if (damage.isPresent()) {
      throw damage.get();
    }
  }

  /** Says whether the table still holds what a version was made of. */
  public boolean isIntact(CodebookVersion codebook) {
    return checked(codebook).damage().isEmpty();
  }

  private CheckedEmbeddings checked(CodebookVersion codebook) {
    return new CheckedEmbeddings(
        codebook, prototypes(codebook.version()).select("embedding").toLocalIterator());
  }

  /**
   * Takes the next number for a codebook.
   *
   * @param draft its number and status are ignored
   * @return the codebook under its number, building
   * @throws ConcurrentRunException if another run took the number at the same time
   */
  public CodebookVersion claim(CodebookVersion draft, RunInfo run) {
    long next = versions().stream().mapToLong(CodebookVersion::version).max().orElse(0) + 1;
    CodebookVersion claimed = draft.numbered(next);
    Dataset<Row> row =
        warehouse
            .spark()
            .createDataFrame(List.of(claimed.toRow()), Tables.CODEBOOKS.schema())
            .coalesce(1);
    try {
      warehouse.append(Tables.CODEBOOKS, row, new Commit("codebook-version-" + next, run));
    } catch (Exception e) {
      throw LostRace.or(e, race(next), NOTHING_LEFT);
    }
    String owner =
        versions().stream()
            .filter(version -> version.version() == next)
            .map(CodebookVersion::runId)
            .findFirst()
            .orElseThrow();
    if (!owner.equals(run.runId())) {
      throw LostRace.of(race(next), NOTHING_LEFT, null);
    }
    return claimed;
  }

  /** Makes a claimed version a candidate, in one commit. */
  public CodebookVersion complete(CodebookVersion claimed, RunInfo run) {
    warehouse.update(
        Tables.CODEBOOKS,
        col("version").equalTo(claimed.version()),
        Map.of("status", lit(Status.CANDIDATE.code())),
        run);
    return version(claimed.version());
  }

  /** Publishes a version and retires the one before, in one commit. */
  public CodebookVersion publish(CodebookVersion candidate, RunInfo run) {
    try {
      warehouse.update(
          Tables.CODEBOOKS,
          col("version")
              .equalTo(candidate.version())
              .or(col("status").equalTo(Status.PUBLISHED.code())),
          Map.of(
              "status",
              when(col("version").equalTo(candidate.version()), lit(Status.PUBLISHED.code()))
                  .otherwise(lit(Status.RETIRED.code())),
              "published_at",
              when(col("version").equalTo(candidate.version()), current_timestamp())
                  .otherwise(col("published_at"))),
          run);
    } catch (Exception e) {
      throw LostRace.or(e, race(candidate.version()), NOTHING_LEFT);
    }
    return version(candidate.version());
  }

  private List<CodebookVersion> versions() {
    return warehouse
        .direct(Tables.CODEBOOKS)
        .rows(
            CodebookVersion.COLUMNS, Optional.empty(), row -> Optional.of(CodebookVersion.of(row)))
        .stream()
        .sorted(Comparator.comparingLong(CodebookVersion::version))
        .toList();
  }

  private static String race(long version) {
    return "Another run wrote codebook version " + version + " at the same time.";
  }
}
