package org.tokenquarry.jobs.mine;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.tokenquarry.experiment.ModelFailure;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.spark.RunMetrics.Count;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.MinedImage;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.QuarantineEntry;
import org.tokenquarry.jobs.table.QuarantineRow;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.task.ExaminedSlice;
import org.tokenquarry.task.TokenCounts;

/**
 * Commits the results of units. An image has its result in one table only: findings in {@code
 * experiments}, or a refusal in {@code quarantine}. Each table receives its part in one commit, so
 * after a crash an image has its whole result or none, and is then mined again. The numbers of the
 * commits ({@link Sequence}) stop the second of two runs with the same model and settings.
 *
 * <p>Refusals are committed first, then findings, then their counts. If the counts are missing
 * because the run was killed in between, the next run counts again.
 */
final class Results {

  private final FileCommits commits;
  private final RunInfo run;
  private final ModelBinding binding;
  private final int hidden;
  private final Progress.Phase progress;
  private final RunMetrics metrics;
  private final int giveUpAfter;
  private Sequence findings;
  private Sequence counts;
  private Sequence refusals;
  private long refused;
  private long unusable;
  private long examined;

  /**
   * Goes on behind the commits of earlier runs.
   *
   * @param binding of this run
   * @param hidden width of an embedding
   * @param progress is told how many images are done
   * @param metrics show what is committed
   * @param giveUpAfter see {@link org.tokenquarry.jobs.config.MineSettings#giveUpAfter}
   */
  Results(
      FileCommits commits,
      RunInfo run,
      ModelBinding binding,
      int hidden,
      Progress.Phase progress,
      RunMetrics metrics,
      int giveUpAfter) {
    this.commits = commits;
    this.run = run;
    this.binding = binding;
    this.hidden = hidden;
    this.progress = progress;
    this.metrics = metrics;
    this.giveUpAfter = giveUpAfter;
    String work = MiningFlow.work(run);
    this.findings = commits.last(Tables.EXPERIMENTS, work);
    this.counts = commits.last(Tables.MINED, work);
    this.refusals = commits.last(Tables.QUARANTINE, work);
  }

  /**
   * Commits what some units gave. The first findings bind the warehouse to the model.
   *
   * @throws org.tokenquarry.error.UserException if another run has bound the warehouse to another
   *     model, or this model gives nothing of use; then the units are committed all the same
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if another run mines the same
   */
  void commit(List<ExaminedSlice> units) {
    List<QuarantineRow> refusedHere =
        units.stream().flatMap(unit -> unit.refused().stream()).map(this::row).toList();
    if (!refusedHere.isEmpty()) {
      refusals = refusals.next();
      commits.add(Tables.QUARANTINE, QuarantineRow.COLUMNS, refusedHere, Map.of(), refusals, run);
    }
    List<ExaminedSlice> withFindings =
        units.stream().filter(unit -> unit.findings() != null).toList();
    if (!withFindings.isEmpty()) {
      binding.bind(hidden);
      commitFindings(withFindings);
    }
    refused += refusedHere.size();
    metrics.add(Count.IMAGES_QUARANTINED, refusedHere.size());
    units.forEach(unit -> progress.step(unit.images()));
    requireUsable(refusedHere);
  }

  private void requireUsable(List<QuarantineRow> refusedHere) {
    List<QuarantineRow> wrong =
        refusedHere.stream()
            .filter(row -> ModelFailure.Reason.names(row.entry().reason()))
            .toList();
    unusable += wrong.size();
    // Counted are images of all runs with this model and these settings.
    boolean neverRight = counts.number() == 0;
    if (neverRight && giveUpAfter > 0 && unusable >= giveUpAfter) {
      throw MineErrors.modelFails(unusable, wrong.get(wrong.size() - 1).entry().detail());
    }
  }

  private void commitFindings(List<ExaminedSlice> units) {
    Map<String, String> partition = Map.of("settings_digest", run.settingsDigest());
    findings = findings.next();
    commits.add(
        Tables.EXPERIMENTS,
        units.stream().map(unit -> new AddedFile(unit.findings(), partition)).toList(),
        findings,
        run);
    List<MinedImage> mined =
        units.stream().flatMap(unit -> unit.examined().stream()).map(this::mined).toList();
    counts = counts.next();
    commits.add(Tables.MINED, MinedImage.COLUMNS, mined, partition, counts, run);
    examined += mined.size();
    metrics.add(Count.IMAGES_MINED, mined.size());
    metrics.add(Count.TOKENS_PROBED, sum(units, TokenCounts::tokens));
    metrics.add(Count.TOKENS_REDUNDANT, sum(units, TokenCounts::redundant));
  }

  private static long sum(List<ExaminedSlice> units, ToLongFunction<TokenCounts> number) {
    return units.stream().flatMap(unit -> unit.examined().stream()).mapToLong(number).sum();
  }

  private MinedImage mined(TokenCounts counted) {
    return new MinedImage(run.settingsDigest(), counted);
  }

  private QuarantineRow row(ExaminedSlice.RefusedImage image) {
    return new QuarantineRow(
        run,
        new QuarantineEntry(
            null,
            image.imageId(),
            image.reason(),
            image.detail(),
            image.exceeded() != null,
            image.exceeded()));
  }

  /** Images that were quarantined so far. */
  long refused() {
    return refused;
  }

  /** Images whose findings were committed so far. */
  long examined() {
    return examined;
  }
}
