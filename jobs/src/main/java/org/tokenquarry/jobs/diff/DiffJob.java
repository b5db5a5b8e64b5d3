package org.tokenquarry.jobs.diff;

import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.RegistrySettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.SettingChanges;

/**
 * Compares two versions: prototypes that are kept, gained and lost, how far they drifted, settings
 * that differ, and what both reached on the same questions.
 *
 * <p>Input tables: {@code codebooks}, {@code aliases}, {@code prototypes}, {@code evaluations}.
 * Output: none but the summary. Both versions are in memory, {@code 4 n D} bytes each. Example:
 *
 * <pre>{@code tokenquarry diff champion candidate --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version, or the table no longer holds its prototypes ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class DiffJob implements Job<DiffSummary> {

  @Override
  public DiffSummary run(JobContext context) {
    RegistrySettings settings = context.settings().registry();
    CodebookVersion from = context.version(settings.from().or(CodebookSelection.PUBLISHED));
    CodebookVersion to = context.version(settings.to().or(CodebookSelection.LATEST));
    Codebooks codebooks = new Codebooks(context.warehouse());
    PrototypeChanges changes =
        PrototypeChanges.between(codebooks.embeddings(from), codebooks.embeddings(to));
    MetricPairs metrics =
        MetricPairs.of(new EvaluatedSets(context.warehouse()), from.version(), to.version());
    return new DiffSummary(
        DiffSummary.Version.of(from),
        DiffSummary.Version.of(to),
        changes.kept(),
        changes.gained(),
        changes.lost(),
        DiffSummary.Drift.of(changes),
        SettingChanges.between(from.settings(), to.settings()),
        metrics.questionSet().orElse(null),
        metrics.pairs());
  }
}
