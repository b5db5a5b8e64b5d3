package org.tokenquarry.jobs.diff;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.task.ChosenPruners;

/**
 * What two versions reached on the same questions with the pruners that use a codebook: the largest
 * set on which both were evaluated. The name of a set has the digest of its file, so equal names
 * mean equal questions.
 *
 * @param questionSet the set; empty if there is none
 * @param pairs by pruner, metric and descending keep ratio; only what both versions have
 */
public record MetricPairs(Optional<String> questionSet, List<Pair> pairs) {

  private static final Set<String> METRICS =
      Set.of(
          MetricNames.ACCURACY,
          MetricNames.RELATIVE,
          MetricNames.FIDELITY_JSD,
          MetricNames.FIDELITY_TOP1,
          MetricNames.F1);

  /**
   * One metric of both versions.
   *
   * @param pruner name of the pruner
   * @param keep share of the visual tokens that is kept, (0, 1]
   * @param metric its name in the table {@code evaluations}
   * @param from value of the first version
   * @param to value of the second version
   */
  public record Pair(String pruner, double keep, String metric, double from, double to) {}

  /** Copies the list. */
  public MetricPairs {
    pairs = List.copyOf(pairs);
  }

  private record Place(String pruner, double keep, String metric) {}

  /** Reads the metrics of two versions. */
  static MetricPairs of(EvaluatedSets sets, long from, long to) {
    Set<String> evaluated =
        sets.of(from).stream().map(EvaluatedSet::name).collect(Collectors.toSet());
    return sets.of(to).stream()
        .filter(set -> evaluated.contains(set.name()))
        .findFirst()
        .map(set -> of(sets, set, from, to))
        .orElse(new MetricPairs(Optional.empty(), List.of()));
  }

  private static MetricPairs of(EvaluatedSets sets, EvaluatedSet set, long from, long to) {
    Map<Place, Double> first = values(sets, set, from);
    return new MetricPairs(
        Optional.of(set.name()),
        values(sets, set, to).entrySet().stream()
            .map(second -> pair(second.getKey(), first.get(second.getKey()), second.getValue()))
            .filter(Objects::nonNull)
            .sorted(
                Comparator.comparing(Pair::pruner)
                    .thenComparing(Pair::metric)
                    .thenComparing(Pair::keep, Comparator.reverseOrder()))
            .toList());
  }

  private static Pair pair(Place place, Double from, double to) {
    return from == null ? null : new Pair(place.pruner(), place.keep(), place.metric(), from, to);
  }

  private static Map<Place, Double> values(EvaluatedSets sets, EvaluatedSet set, long version) {
    Function<Row, Place> place =
        row -> new Place(row.getAs("pruner"), row.<Double>getAs("keep"), row.getAs("metric"));
    // Few: pruners times keep ratios times metrics.
    return sets.together(version, set).collectAsList().stream()
        .filter(row -> METRICS.contains(row.<String>getAs("metric")))
        .filter(row -> ChosenPruners.probesCodebook(row.getAs("pruner")))
        .collect(Collectors.toMap(place, row -> row.<Double>getAs("value")));
  }
}
