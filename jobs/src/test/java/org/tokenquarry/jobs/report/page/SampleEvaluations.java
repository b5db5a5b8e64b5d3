package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Made-up evaluations of six pruners, or of many. */
final class SampleEvaluations {

  private SampleEvaluations() {}

  /**
   * Six pruners at five budgets.
   *
   * @param factor by which they get worse towards small budgets; 1 for not at all
   */
  static Evaluation evaluation(String name, double factor) {
    double unpruned = 0.872;
    return new Evaluation(
        name,
        Evaluation.ACCURACY,
        3120,
        520,
        unpruned,
        List.of(
            series("random", unpruned, factor, 0.99, 0.975, 0.93, 0.86, 0.74),
            series("[CLS] similarity", unpruned, factor, 0.91, 0.875, 0.835, 0.80, 0.76),
            series("codebook", unpruned, factor, 1.008, 1.004, 0.986, 0.948, 0.871),
            series("codebook, diverse", unpruned, factor, 1.006, 1.005, 1.002, 0.989, 0.941),
            series("G-Prune", unpruned, factor, 1.002, 1.001, 0.999, 0.962, 0.885),
            series("DivPrune", unpruned, factor, 1.003, 1.001, 1.003, 0.984, 0.912)),
        compared());
  }

  private static Evaluation.Compared compared() {
    return new Evaluation.Compared("codebook", 25, new TreeMap<>(Map.of(0.5, 0.41, 0.05, 0.87)));
  }

  private static Optional<Evaluation.Difference> difference(String pruner, double value) {
    return pruner.equals("codebook")
        ? Optional.empty()
        : Optional.of(
            new Evaluation.Difference(value, value - 0.012, value + 0.011, "not told apart"));
  }

  /** The same with as many pruners as there are. */
  static Evaluation crowded(String name, double factor) {
    Evaluation few = evaluation(name, factor);
    return new Evaluation(
        name,
        few.measure(),
        few.questions(),
        few.images(),
        few.unpruned(),
        Stream.concat(
                few.series().stream(),
                IntStream.range(0, 22)
                    .mapToObj(
                        i ->
                            series(
                                i == 21 ? "fastv" : "published-method-%02d".formatted(i),
                                few.unpruned(),
                                factor,
                                0.995,
                                0.99 - 0.001 * i,
                                0.97 - 0.003 * i,
                                0.94 - 0.006 * i,
                                0.90 - 0.01 * i)))
            .toList());
  }

  private static Evaluation.Series series(
      String pruner, double unpruned, double factor, double... relative) {
    double[] budgets = {0.5, 0.33, 0.2, 0.1, 0.05};
    return new Evaluation.Series(
        pruner,
        IntStream.range(0, budgets.length)
            .mapToObj(
                i -> {
                  double value = relative[i] * (1 - (1 - factor) * (1 - budgets[i]));
                  double accuracy = unpruned * value;
                  return new Evaluation.Point(
                      budgets[i],
                      accuracy,
                      value,
                      OptionalDouble.of(accuracy - 0.013),
                      OptionalDouble.of(accuracy + 0.012),
                      new Evaluation.Detail(
                          OptionalDouble.of(0.02 * (1.1 - value)),
                          OptionalDouble.of(Math.min(1, value)),
                          i % 2 == 0
                              ? OptionalDouble.of(0.9 * (1 - budgets[i]))
                              : OptionalDouble.empty(),
                          OptionalDouble.of(576 * budgets[i]),
                          difference(pruner, relative[i] - 1),
                          Optional.of(
                              new Evaluation.Difference(
                                  accuracy - unpruned,
                                  accuracy - unpruned - 0.02,
                                  accuracy - unpruned + 0.02,
                                  "not told apart"))));
                })
            .toList());
  }
}
