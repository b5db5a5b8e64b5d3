package org.tokenquarry.jobs.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tokenquarry.intake.TakenImage;
import org.tokenquarry.intake.TakenPack;
import org.tokenquarry.intake.TakenSource;
import org.tokenquarry.intake.TakenUnit;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.spark.RunMetrics.Count;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.ImageRow;
import org.tokenquarry.jobs.table.QuarantineRow;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.SourceRow;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;

/**
 * Commits what tasks have taken in, in the order of the units, in whichever order they finish. So
 * of several URIs with the same content the first one stands for all.
 *
 * <p>Packs are committed first, then the images in them, then refusals, then sources. If the run is
 * killed in between, the sources have no row yet, and the next run reads them again.
 */
final class IngestCommits {

  /** Names the commits of this verb. */
  static final String WORK = "ingest";

  private enum Target {
    CONTENTS(Tables.CONTENTS),
    IMAGES(Tables.IMAGES),
    QUARANTINE(Tables.QUARANTINE),
    SOURCES(Tables.SOURCES);

    private final TableSpec table;

    Target(TableSpec table) {
      this.table = table;
    }
  }

  private final FileCommits commits;
  private final String split;
  private final RunInfo run;
  private final DigestSet known;
  private final OncePacks packs;
  private final Refusals refusals;
  private final IngestCounts counts;
  private final RunMetrics metrics;
  private final Map<Target, Sequence> places = new EnumMap<>(Target.class);

  /** Finished units that wait for earlier ones. */
  private final SortedMap<Integer, TakenUnit> waiting = new TreeMap<>();

  private int next;

  /**
   * Prepares the commits.
   *
   * @param known contents that are stored already; new ones are added
   */
  IngestCommits(JobContext context, DigestSet known, IngestCounts counts) {
    this.commits = new FileCommits(context.warehouse());
    this.split = context.settings().ingest().split();
    this.run = context.info();
    this.known = known;
    this.packs = new OncePacks(context.warehouse());
    this.refusals = new Refusals(context.warehouse(), run);
    this.counts = counts;
    this.metrics = context.metrics();
    for (Target target : Target.values()) {
      places.put(target, commits.last(target.table, WORK));
    }
  }

  /**
   * Takes finished units, and commits those that wait for none.
   *
   * @param finished in any order
   */
  void take(List<TakenUnit> finished) {
    finished.forEach(unit -> waiting.put(unit.number(), unit));
    List<TakenUnit> ready = new ArrayList<>();
    for (TakenUnit unit = waiting.remove(next); unit != null; unit = waiting.remove(next)) {
      ready.add(unit);
      next++;
    }
    if (!ready.isEmpty()) {
      commit(ready);
    }
  }

  /**
   * Ends the run, when all units are committed.
   *
   * @param archives URIs of archives that this run has read again
   */
  void end(List<String> archives) {
    refusals.resolveGone(archives);
  }

  private void commit(List<TakenUnit> units) {
    addImages(packs.withoutKnown(units.stream().flatMap(unit -> unit.packs().stream()), known));
    List<QuarantineRow> refused = refusals.fresh(units);
    if (!refused.isEmpty()) {
      commits.add(
          Tables.QUARANTINE,
          QuarantineRow.COLUMNS,
          refused,
          Map.of(),
          place(Target.QUARANTINE),
          run);
      metrics.add(Count.SOURCES_QUARANTINED, refused.size());
    }
    refusals.resolve(units);
    List<SourceRow> sources =
        units.stream().flatMap(unit -> unit.sources().stream()).map(this::row).toList();
    commits.add(Tables.SOURCES, SourceRow.COLUMNS, sources, Map.of(), place(Target.SOURCES), run);
    units.forEach(counts::count);
  }

  private void addImages(List<TakenPack> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    List<AddedFile> files =
        fresh.stream()
            .map(TakenPack::pack)
            .map(pack -> new AddedFile(pack.file(), Map.of("pack", pack.id())))
            .toList();
    commits.add(Tables.CONTENTS, files, place(Target.CONTENTS), run);
    Instant now = Instant.now();
    List<ImageRow> rows =
        fresh.stream()
            .flatMap(pack -> pack.images().stream().map(image -> row(pack, image, now)))
            .toList();
    commits.add(
        Tables.IMAGES, ImageRow.COLUMNS, rows, Map.of("split", split), place(Target.IMAGES), run);
    counts.added(rows.size());
    metrics.add(Count.IMAGES_INGESTED, rows.size());
  }

  private Sequence place(Target target) {
    return places.compute(target, (same, last) -> last.next());
  }

  private ImageRow row(TakenPack pack, TakenImage image, Instant now) {
    return new ImageRow(
        image.imageId(),
        pack.pack().id(),
        image.position(),
        image.bytes(),
        image.width(),
        image.height(),
        image.format(),
        image.uri(),
        split,
        now);
  }

  private SourceRow row(TakenSource source) {
    return new SourceRow(
        source.uri(),
        source.state().length(),
        source.state().modified(),
        source.imageId(),
        source.images(),
        source.reasons(),
        source.ignored(),
        source.limits(),
        source.retryable(),
        run.runId());
  }
}
