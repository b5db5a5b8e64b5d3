package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Drift;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.SettingChanges;
import org.tokenquarry.prune.PrunerCatalogue;
import org.tokenquarry.task.ChosenPruners;

/** Compares a version with the complete version before it. */
final class Drifts {

  private static final Object[] PROBING =
      PrunerCatalogue.entries().stream()
          .map(PrunerCatalogue.Entry::name)
          .filter(ChosenPruners::probesCodebook)
          .toArray();

  private final Codebooks codebooks;
  private final EvaluatedSets sets;

  /** Reads versions and evaluations from these tables. */
  Drifts(Codebooks codebooks, EvaluatedSets sets) {
    this.codebooks = codebooks;
    this.sets = sets;
  }

  /** What changed since the version before; empty for the first version. */
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
    // An imported prototype has no known token.
    Column identity =
        before.imported() || now.imported()
            ? sha2(col("embedding"), 256)
            : struct("image_id", "token_index");
    Set<Row> old = prototypes(before, identity);
    Set<Row> young = prototypes(now, identity);
    long same = young.stream().filter(old::contains).count();
    return new Drift.Prototypes(young.size() - same, old.size() - same, same);
  }

  private Set<Row> prototypes(CodebookVersion version, Column identity) {
    return new HashSet<>(codebooks.prototypes(version.version()).select(identity).collectAsList());
  }

  /**
   * Accuracies on the largest set that both versions were evaluated on. Names of sets contain a
   * digest, so equal names mean equal questions.
   */
  private List<Drift.Accuracy> accuracies(CodebookVersion before, CodebookVersion now) {
    Set<String> old =
        sets.of(before.version()).stream()
            .filter(EvaluatedSet::answered)
            .map(EvaluatedSet::name)
            .collect(Collectors.toSet());
    return sets.of(now.version()).stream()
        .filter(set -> set.answered() && old.contains(set.name()))
        .findFirst()
        .map(set -> accuracies(set, before, now))
        .orElse(List.of());
  }

  private List<Drift.Accuracy> accuracies(
      EvaluatedSet set, CodebookVersion before, CodebookVersion now) {
    String[] keys = {"pruner", "keep"};
    Dataset<Row> old = own(before, set).withColumnRenamed("accuracy", "before");
    return own(now, set)
        .join(old, keys)
        .sort(col("pruner"), col("keep").desc())
        .collectAsList()
        .stream()
        .map(
            row ->
                new Drift.Accuracy(
                    Evaluations.shown(set.name()),
                    row.getAs("pruner"),
                    row.<Double>getAs("keep"),
                    MetricValue.of(row.getAs("before")),
                    MetricValue.of(row.getAs("accuracy"))))
        .toList();
  }

  /** Accuracies of the pruners that use the version's own codebook. */
  private Dataset<Row> own(CodebookVersion version, EvaluatedSet set) {
    return sets.together(version.version(), set)
        .filter(col("metric").equalTo(MetricNames.ACCURACY).and(col("pruner").isin(PROBING)))
        .select(
            col("pruner"),
            col("keep"),
            struct(col("value"), col("low"), col("high")).as("accuracy"));
  }
}
