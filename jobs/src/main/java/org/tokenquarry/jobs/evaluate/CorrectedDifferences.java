package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.task.Tally.Sum;

/**
 * Differences with intervals that hold together: of every pruner at every keep ratio to the
 * reference, and to the unpruned model. These are two families, because they answer two questions:
 * who is ahead, and who loses anything.
 *
 * @param byImage the sums of each image, by pruner and keep ratio
 * @param reference name of the pruner that all others are compared with
 * @param bootstrap computes the intervals
 */
record CorrectedDifferences(
    Map<PrunerAtKeep, Map<String, double[]>> byImage, String reference, Bootstrap bootstrap) {

  /** A difference. */
  private record Pair(PrunerAtKeep own, PrunerAtKeep other) {}

  /** Differences of one kind. */
  private record Family(String metric, List<Pair> pairs) {}

  /** All of them, and their number beside the unpruned model; empty if no answer was scored. */
  Map<PrunerAtKeep, Map<String, MetricValue>> all() {
    double[] unpruned = MetricCalculator.total(byImage.get(PrunerAtKeep.UNPRUNED));
    List<PrunerAtKeep> scored =
        byImage.keySet().stream()
            .filter(key -> scored(MetricCalculator.total(byImage.get(key)), unpruned))
            .toList();
    List<Pair> toReference =
        scored.stream()
            .filter(key -> !key.equals(PrunerAtKeep.UNPRUNED) && !key.pruner().equals(reference))
            .map(key -> new Pair(key, new PrunerAtKeep(reference, key.keep())))
            .filter(pair -> scored.contains(pair.other()))
            .toList();
    List<Pair> toUnpruned =
        scored.stream()
            .filter(key -> !key.equals(PrunerAtKeep.UNPRUNED))
            .map(key -> new Pair(key, PrunerAtKeep.UNPRUNED))
            .toList();
    List<Family> families =
        Stream.of(
                new Family(MetricNames.correctedDifferenceTo(reference), toReference),
                new Family(MetricNames.CHANGE, toUnpruned))
            .filter(family -> !family.pairs().isEmpty())
            .toList();
    Map<PrunerAtKeep, Map<String, MetricValue>> corrected = new HashMap<>();
    if (!families.isEmpty()) {
      measure(scored, families, corrected);
    }
    if (!toReference.isEmpty()) {
      put(
          corrected,
          PrunerAtKeep.UNPRUNED,
          MetricNames.COMPARISONS,
          MetricValue.exact(bootstrap.counted(toReference.size())));
    }
    return corrected;
  }

  private void measure(
      List<PrunerAtKeep> scored,
      List<Family> families,
      Map<PrunerAtKeep, Map<String, MetricValue>> corrected) {
    List<double[]> images =
        byImage.get(PrunerAtKeep.UNPRUNED).keySet().stream()
            .map(
                image ->
                    MetricCalculator.joined(
                        scored.stream().map(key -> scores(byImage.get(key).get(image)))))
            .toList();
    double[] total = images.stream().reduce(MetricCalculator::sum).orElseThrow();
    List<List<ToDoubleFunction<double[]>>> formulas =
        families.stream().map(family -> formulas(scored, family.pairs())).toList();
    List<List<Bootstrap.Interval>> intervals = bootstrap.simultaneous(images, formulas);
    for (int f = 0; f < families.size(); f++) {
      List<Pair> pairs = families.get(f).pairs();
      for (int i = 0; i < pairs.size(); i++) {
        Bootstrap.Interval interval = intervals.get(f).get(i);
        double value = formulas.get(f).get(i).applyAsDouble(total);
        put(
            corrected,
            pairs.get(i).own(),
            families.get(f).metric(),
            new MetricValue(value, interval.low(), interval.high()));
      }
    }
  }

  private static List<ToDoubleFunction<double[]>> formulas(
      List<PrunerAtKeep> parts, List<Pair> pairs) {
    List<ToDoubleFunction<double[]>> formulas = new ArrayList<>();
    for (Pair pair : pairs) {
      int own = 2 * parts.indexOf(pair.own());
      int other = 2 * parts.indexOf(pair.other());
      formulas.add(sums -> accuracy(sums, own) - accuracy(sums, other));
    }
    return formulas;
  }

  private static double accuracy(double[] sums, int place) {
    return MetricCalculator.ratio(sums[place], sums[place + 1]);
  }

  private static void put(
      Map<PrunerAtKeep, Map<String, MetricValue>> corrected,
      PrunerAtKeep key,
      String metric,
      MetricValue value) {
    corrected.computeIfAbsent(key, any -> new HashMap<>()).put(metric, value);
  }

  /** Whether there are answers, and all that are scored of the unpruned model. */
  private static boolean scored(double[] sums, double[] unpruned) {
    double share = MetricCalculator.mean(sums, 0, Sum.SCORED);
    return share > 0 && share == MetricCalculator.mean(unpruned, 0, Sum.SCORED);
  }

  private static double[] scores(double[] sums) {
    return new double[] {
      MetricCalculator.at(sums, 0, Sum.SCORE), MetricCalculator.at(sums, 0, Sum.SCORED)
    };
  }
}
