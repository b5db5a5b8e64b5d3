package org.tokenquarry.jobs.publish;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Publishes a candidate if it fulfils the conditions.
 *
 * <p>Input tables: {@code codebooks}, {@code evaluations}. Output table: {@code codebooks}, one
 * commit that publishes the candidate and retires the version before. Example:
 *
 * <pre>{@code tokenquarry publish --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version ({@link org.tokenquarry.error.UserException}); a condition is
 * not met ({@link GateRefusedException}, the candidate stays); another run changed the versions
 * ({@link org.tokenquarry.jobs.job.ConcurrentRunException}).
 */
public final class PublishJob {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final PublishSettings settings;

  /** Plans a run. */
  public PublishJob(Warehouse warehouse, RunInfo run, PublishSettings settings) {
    this.warehouse = warehouse;
    this.run = run;
    this.settings = settings;
  }

  /** Publishes one version; a version that is published already stays so. */
  public PublishSummary run(CodebookVersion candidate) {
    CodebookVersion published = candidate;
    if (candidate.status() != Status.PUBLISHED) {
      List<Problem> problems = problems(candidate);
      if (!problems.isEmpty()) {
        throw new GateRefusedException(problems);
      }
      published = new Codebooks(warehouse).publish(candidate, run);
    }
    return new PublishSummary(
        published.version(), published.status().code(), published.contentDigest());
  }

  private List<Problem> problems(CodebookVersion candidate) {
    List<Problem> problems = new ArrayList<>();
    if (candidate.prototypes() < settings.minPrototypes()) {
      problems.add(
          new Problem(
              "too-few-prototypes",
              "Version "
                  + candidate.version()
                  + " has "
                  + candidate.prototypes()
                  + " prototypes; publish.minPrototypes asks for "
                  + settings.minPrototypes()
                  + ".",
              "Mine more images or loosen the thresholds."));
    }
    relativeAccuracy(candidate).ifPresent(problems::add);
    if (settings.requireEvaluation() && !evaluated(candidate)) {
      problems.add(
          new Problem(
              "not-evaluated",
              "Version " + candidate.version() + " was not evaluated.",
              "Run evaluate first, or set publish.requireEvaluation=false."));
    }
    return problems;
  }

  /** The problem where the codebook's relative accuracy at the configured budget falls short. */
  private Optional<Problem> relativeAccuracy(CodebookVersion candidate) {
    if (settings.minRelativeAccuracy() == 0) {
      return Optional.empty();
    }
    List<Row> figures =
        figures(candidate)
            .filter(
                col("metric")
                    .equalTo(FigureNames.RELATIVE)
                    .and(col("pruner").equalTo("codebook"))
                    .and(col("keep").equalTo(settings.atBudget()))
                    .and(
                        col("question_set")
                            .startsWith(FigureNames.questionSetPrefix(FigureNames.ALL))))
            .collectAsList();
    double reached = figures.isEmpty() ? 0 : figures.get(0).<Double>getAs("value");
    return reached >= settings.minRelativeAccuracy()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "accuracy-too-low",
                String.format(
                    Locale.ROOT,
                    "Version %d reaches a relative accuracy of %.4f at %.0f %% kept;"
                        + " publish.minRelativeAccuracy asks for %.4f.",
                    candidate.version(),
                    reached,
                    100 * settings.atBudget(),
                    settings.minRelativeAccuracy()),
                "Mine more images or tighten the thresholds."));
  }

  private Dataset<Row> figures(CodebookVersion candidate) {
    return warehouse.read(Tables.EVALUATIONS).filter(col("version").equalTo(candidate.version()));
  }

  private boolean evaluated(CodebookVersion candidate) {
    return !figures(candidate).isEmpty();
  }
}
