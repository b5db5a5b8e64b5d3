package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.task.AskQuestions;
import org.tokenquarry.task.Tally;
import org.tokenquarry.task.Tally.Sum;

/** Computes metrics and their intervals from the sums of each image. */
final class MetricCalculator {

  private final List<Row> tallies;
  private final Bootstrap bootstrap;
  private final Comparisons comparisons;

  /**
   * Prepares the computation.
   *
   * @param tallies rows of {@link AskQuestions#OUTPUT}
   * @param bootstrap computes the intervals
   * @param comparisons which accuracies are compared
   */
  MetricCalculator(List<Row> tallies, Bootstrap bootstrap, Comparisons comparisons) {
    this.tallies = tallies;
    this.bootstrap = bootstrap;
    this.comparisons = comparisons;
  }

  /** The names of the sets, {@link MetricNames#ALL} first. */
  List<String> sets() {
    List<String> named =
        tallies.stream().map(row -> row.<String>getAs("set")).distinct().sorted().toList();
    return named.size() == 1
        ? List.of(MetricNames.ALL)
        : Stream.concat(Stream.of(MetricNames.ALL), named.stream()).toList();
  }

  /** The metrics of one set, by pruner, then from large to small keep ratios. */
  List<PrunerMetrics> of(String set) {
    Map<PrunerAtKeep, Map<String, double[]>> byImage =
        new TreeMap<>(
            Comparator.comparing(PrunerAtKeep::pruner)
                .thenComparing(PrunerAtKeep::keep, Comparator.reverseOrder()));
    for (Row row : tallies) {
      if (set.equals(MetricNames.ALL) || set.equals(row.getAs("set"))) {
        // All seeds of a pruner share one key, so ratios of their sums are means over the seeds.
        byImage
            .computeIfAbsent(
                new PrunerAtKeep(row.getAs("pruner"), row.getAs("keep")), key -> new TreeMap<>())
            .merge(row.getAs("image_id"), Tally.sums(row), MetricCalculator::sum);
      }
    }
    Map<PrunerAtKeep, Map<String, MetricValue>> corrected =
        new CorrectedDifferences(byImage, comparisons.reference(), bootstrap).all();
    return byImage.keySet().stream().map(key -> metrics(key, byImage, corrected)).toList();
  }

  static double[] total(Map<String, double[]> images) {
    return images.values().stream().reduce(MetricCalculator::sum).orElseThrow();
  }

  private PrunerMetrics metrics(
      PrunerAtKeep key,
      Map<PrunerAtKeep, Map<String, double[]>> byImage,
      Map<PrunerAtKeep, Map<String, MetricValue>> corrected) {
    List<Map<String, double[]>> parts = new ArrayList<>();
    parts.add(byImage.get(key));
    parts.add(byImage.get(PrunerAtKeep.UNPRUNED));
    Map<String, ToDoubleFunction<double[]>> formulas = formulas();
    comparisons
        .of(key.pruner())
        .forEach(
            (metric, other) -> {
              Map<String, double[]> compared = byImage.get(new PrunerAtKeep(other, key.keep()));
              if (compared != null) {
                int part = parts.size();
                parts.add(compared);
                formulas.put(metric, sums -> accuracy(sums, 0) - accuracy(sums, part));
              }
            });
    List<double[]> images =
        parts.get(0).keySet().stream()
            .map(image -> joined(parts.stream().map(part -> part.get(image))))
            .toList();
    double[] total = images.stream().reduce(MetricCalculator::sum).orElseThrow();
    if (mean(total, 0, Sum.SCORED) != mean(total, 1, Sum.SCORED)) {
      // Methods that give the first token only are not scored on all questions. Their accuracy on
      // the others must not stand beside that on all.
      formulas.keySet().removeIf(MetricNames::needsAnswers);
    }
    List<Bootstrap.Interval> intervals =
        bootstrap.intervals(images, List.copyOf(formulas.values()));
    Map<String, MetricValue> values = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, ToDoubleFunction<double[]>> formula : formulas.entrySet()) {
      double value = formula.getValue().applyAsDouble(total);
      Bootstrap.Interval interval = intervals.get(place++);
      if (!Double.isNaN(value)) {
        values.put(formula.getKey(), new MetricValue(value, interval.low(), interval.high()));
      }
    }
    values.putAll(corrected.getOrDefault(key, Map.of()));
    values.put(MetricNames.TOKENS, MetricValue.exact(mean(total, 0, Sum.TOKENS)));
    double saved = 1 - mean(total, 0, Sum.FLOPS) / mean(total, 1, Sum.FLOPS);
    if (!Double.isNaN(saved)) {
      values.put(MetricNames.FLOPS_SAVED, MetricValue.exact(saved));
    }
    return new PrunerMetrics(key.pruner(), key.keep(), values);
  }

  /**
   * Formulas by metric. Their argument holds the sums of the pruner (part 0) and then those of the
   * unpruned model (part 1).
   */
  private static Map<String, ToDoubleFunction<double[]>> formulas() {
    Map<String, ToDoubleFunction<double[]>> formulas = new LinkedHashMap<>();
    formulas.put(MetricNames.ACCURACY, sums -> accuracy(sums, 0));
    formulas.put(MetricNames.RELATIVE, sums -> ratio(accuracy(sums, 0), accuracy(sums, 1)));
    formulas.put(MetricNames.FIDELITY_JSD, sums -> mean(sums, 0, Sum.DIVERGENCE));
    formulas.put(MetricNames.FIDELITY_TOP1, sums -> mean(sums, 0, Sum.AGREED));
    formulas.put(MetricNames.F1, MetricCalculator::f1);
    formulas.put(MetricNames.WRONG_YES, MetricCalculator::wrongYes);
    return formulas;
  }

  private static double accuracy(double[] sums, int part) {
    return ratio(at(sums, part, Sum.SCORE), at(sums, part, Sum.SCORED));
  }

  static double mean(double[] sums, int part, Sum sum) {
    return ratio(at(sums, part, sum), at(sums, part, Sum.QUESTIONS));
  }

  private static double f1(double[] sums) {
    double right = 2 * at(sums, 0, Sum.YES_RIGHT);
    return ratio(right, right + at(sums, 0, Sum.YES_WRONG) + at(sums, 0, Sum.YES_MISSED));
  }

  private static double wrongYes(double[] sums) {
    double wrong = at(sums, 0, Sum.YES_WRONG);
    return ratio(wrong, wrong + at(sums, 0, Sum.NO_RIGHT));
  }

  static double ratio(double part, double whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }

  @SuppressWarnings("EnumOrdinal") // The order of the columns is the order of the constants.
  static double at(double[] sums, int part, Sum sum) {
    return sums[part * Sum.values().length + sum.ordinal()];
  }

  static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  static double[] joined(Stream<double[]> parts) {
    return parts.flatMapToDouble(Arrays::stream).toArray();
  }
}
