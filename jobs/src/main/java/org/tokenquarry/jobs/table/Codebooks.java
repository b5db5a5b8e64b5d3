package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.token.TokenMatrix;

/**
 * The versions of the codebook, and what they are made of. Which one is published, {@link Registry}
 * says.
 *
 * <p>The number of a version is claimed before its prototypes are written, and the version becomes
 * a candidate after that. If the run crashes in between, the number is lost, and nobody sees an
 * incomplete version.
 */
public final class Codebooks {

  private final Warehouse warehouse;

  /** Looks at the versions in {@code warehouse}. */
  public Codebooks(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** All complete versions, oldest first. */
  public List<CodebookVersion> complete() {
    return new Registry(warehouse).read().complete();
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
        .orElseThrow(() -> TableErrors.versionMissing(warehouse.location(), number));
  }

  /**
   * The version that a verb works on if the user names none.
   *
   * @throws UserException if there is none
   */
  public CodebookVersion requireLatest() {
    return latest().orElseThrow(() -> TableErrors.noCodebook(warehouse.location()));
  }

  /** The published version, if there is one. */
  public Optional<CodebookVersion> published() {
    return complete().stream().filter(version -> version.status() == Status.PUBLISHED).findFirst();
  }

  /** The published version, unless it is the given one. */
  public Optional<CodebookVersion> publishedBeside(CodebookVersion codebook) {
    return published().filter(version -> version.version() != codebook.version());
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
        .orElseThrow(() -> TableErrors.notPublished(warehouse.location(), newest, verb));
  }

  /**
   * The version that an alias stands for.
   *
   * @throws UserException if there is no such alias
   */
  public CodebookVersion named(String alias) {
    RegistryState state = new Registry(warehouse).read();
    return state
        .of(alias)
        .orElseThrow(() -> RegistryErrors.aliasMissing(alias, state.aliases().current()));
  }

  /**
   * The version that a selection means; the newest where it leaves that to the verb.
   *
   * @param verb said in the remedy if none is published
   * @throws UserException if there is no such version
   */
  public CodebookVersion selected(CodebookSelection selection, String verb) {
    return switch (selection.choice()) {
      case NUMBER -> version(selection.version().getAsInt());
      case ALIAS -> named(selection.alias().orElseThrow());
      case PUBLISHED -> requirePublished(verb);
      case LATEST, DEFAULT -> requireLatest();
    };
  }

  /** The prototypes of a version, in their order. */
  public Dataset<Row> prototypes(long version) {
    return warehouse
        .read(Tables.PROTOTYPES)
        .filter(col("version").equalTo(version))
        .sort("prototype_id");
  }

  /**
   * Where the prototypes of a version come from, in their order. Starts no Spark session unless
   * there are large files to read, see {@link Origins}.
   */
  public List<PrototypeOrigin> origins(CodebookVersion codebook) {
    return new Origins(warehouse, codebook).all();
  }

  /** The experiments that a version rests on. */
  public Dataset<Row> experiments(CodebookVersion codebook) {
    return warehouse.experiments(codebook.modelDigest(), codebook.experimentDigest());
  }

  /** What was found of the images that a version rests on, one row for each image. */
  public Dataset<Row> mined(CodebookVersion codebook) {
    return new MinedImages(warehouse, codebook.modelDigest(), codebook.experimentDigest()).rows();
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
   * Reads the embeddings of a version and compares them with its content digest.
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

  /** Whether the table still holds what a version was made of. */
  public boolean isIntact(CodebookVersion codebook) {
    return checked(codebook).damage().isEmpty();
  }

  private CheckedEmbeddings checked(CodebookVersion codebook) {
    return CheckedEmbeddings.read(codebook, warehouse.direct(Tables.PROTOTYPES));
  }

  /**
   * What became of a codebook that was to be kept.
   *
   * @param version that holds it
   * @param created false if there was a version with the same content, settings and model
   * @param restored whether that version's prototypes were damaged and were written again
   */
  public record Kept(CodebookVersion version, boolean created, boolean restored) {}

  /**
   * Writes a codebook as a new version, unless there is one with the same content, settings and
   * model. If the table no longer holds what that one was made of, its prototypes are written
   * again.
   *
   * @param draft its number and status are ignored
   * @param prototypes at least one, of one width, finite, in the order of their ids
   * @throws ConcurrentRunException if another run took the number of the new version
   */
  public Kept keep(CodebookVersion draft, List<Prototype> prototypes, RunInfo run) {
    Optional<CodebookVersion> same =
        complete().stream().filter(version -> same(version, draft)).findFirst();
    if (same.isEmpty()) {
      CodebookVersion claimed = claim(draft, run);
      add(claimed, prototypes, run);
      return new Kept(complete(claimed, run), true, false);
    }
    boolean damaged = !isIntact(same.get());
    if (damaged) {
      restore(same.get(), prototypes, run);
    }
    return new Kept(same.get(), false, damaged);
  }

  private static boolean same(CodebookVersion a, CodebookVersion b) {
    return a.contentDigest().equals(b.contentDigest())
        && a.settingsDigest().equals(b.settingsDigest())
        && a.modelDigest().equals(b.modelDigest());
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
    Dataset<Row> row = warehouse.rows(CodebookVersion.COLUMNS, List.of(claimed));
    warehouse.append(Tables.CODEBOOKS, row, new Commit("codebook-version-" + next, run));
    String owner =
        versions().stream()
            .filter(version -> version.version() == next)
            .map(CodebookVersion::runId)
            .findFirst()
            .orElseThrow();
    if (!owner.equals(run.runId())) {
      throw TableErrors.versionTaken(next);
    }
    return claimed;
  }

  /**
   * Writes the prototypes of a claimed version, in one commit.
   *
   * @param prototypes at least one, of one width, finite, in the order of their ids
   */
  public void add(CodebookVersion claimed, List<Prototype> prototypes, RunInfo run) {
    warehouse.append(
        table(prototypes),
        rows(claimed.version(), prototypes),
        new Commit("prototypes-" + claimed.version() + "-" + run.runId(), run));
  }

  /** Replaces the prototypes of a damaged version by those that it was made of, in one commit. */
  public void restore(CodebookVersion damaged, List<Prototype> prototypes, RunInfo run) {
    warehouse.replace(
        table(prototypes),
        "version = " + damaged.version(),
        rows(damaged.version(), prototypes),
        run);
  }

  private static TableSpec table(List<Prototype> prototypes) {
    return Tables.prototypes(prototypes.get(0).embedding().length);
  }

  private Dataset<Row> rows(long version, List<Prototype> prototypes) {
    return Slices.rows(
        warehouse.spark(),
        PrototypeRow.COLUMNS.schema(),
        PrototypeRow.of(version, prototypes),
        (long) prototypes.get(0).embedding().length * Float.BYTES,
        row -> PrototypeRow.COLUMNS.row(row));
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

  private List<CodebookVersion> versions() {
    return new Registry(warehouse).read().versions();
  }
}
