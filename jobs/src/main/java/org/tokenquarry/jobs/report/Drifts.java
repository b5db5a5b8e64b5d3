package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Drift;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.FigureNames;

/** Sets a version beside the complete one before it. */
final class Drifts {

  private final Codebooks codebooks;
  private final Dataset<Row> figures;

  /**
   * Looks at the tables.
   *
   * @param figures the table {@code evaluations}, of all versions
   */
  Drifts(Codebooks codebooks, Dataset<Row> figures) {
    this.codebooks = codebooks;
    this.figures = figures;
  }

  /** What changed; empty for the first version. */
  Optional<Drift> of(CodebookVersion now) {
    return codebooks.complete().stream()
        .filter(version -> version.version() < now.version())
        .reduce((older, newer) -> newer)
        .map(before -> between(before, now));
  }

  private Drift between(CodebookVersion before, CodebookVersion now) {
    return new Drift(
        (int) before.version(),
        prototypes(before, now),
        redundant(before),
        redundant(now),
        before.modelDigest().equals(now.modelDigest()),
        SettingChanges.between(before.settings(), now.settings()),
        accuracies(before, now));
  }

  private static double redundant(CodebookVersion version) {
    return (double) version.redundantTokens() / version.tokens();
  }

  private Drift.Prototypes prototypes(CodebookVersion before, CodebookVersion now) {
    Set<Row> old = origins(before);
    Set<Row> young = origins(now);
    long same = young.stream().filter(old::contains).count();
    return new Drift.Prototypes(young.size() - same, old.size() - same, same);
  }

  private Set<Row> origins(CodebookVersion version) {
    return new HashSet<>(
        codebooks.prototypes(version.version()).select("image_id", "token_index").collectAsList());
  }

  /** Names of question sets hold a digest, so equal names mean equal questions. */
  private List<Drift.Accuracy> accuracies(CodebookVersion before, CodebookVersion now) {
    String[] keys = {"question_set", "pruner", "keep"};
    Dataset<Row> old =
        own(before)
            .withColumnRenamed("value", "value_before")
            .withColumnRenamed("low", "low_before")
            .withColumnRenamed("high", "high_before");
    List<Drift.Accuracy> accuracies = new ArrayList<>();
    for (Row row :
        own(now)
            .join(old, keys)
            .sort(col("question_set"), col("pruner"), col("keep").desc())
            .collectAsList()) {
      accuracies.add(
          new Drift.Accuracy(
              Evaluations.shown(row.getAs("question_set")),
              row.getAs("pruner"),
              row.<Double>getAs("keep"),
              estimate(row, "_before"),
              estimate(row, "")));
    }
    return accuracies;
  }

  /** Accuracies of a version's own codebook over all questions. */
  private Dataset<Row> own(CodebookVersion version) {
    return figures
        .filter(
            col("version")
                .equalTo(version.version())
                .and(col("metric").equalTo(FigureNames.ACCURACY))
                .and(col("question_set").startsWith(FigureNames.questionSetPrefix(FigureNames.ALL)))
                .and(col("pruner").rlike("^codebook(?!-v[0-9])")))
        .select("question_set", "pruner", "keep", "value", "low", "high");
  }

  private static Drift.Estimate estimate(Row row, String suffix) {
    return new Drift.Estimate(
        row.<Double>getAs("value" + suffix),
        OptionalDouble.of(row.<Double>getAs("low" + suffix)),
        OptionalDouble.of(row.<Double>getAs("high" + suffix)));
  }
}
