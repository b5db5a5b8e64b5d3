package org.tokenquarry.jobs.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.sql.AskQuestions;

/** Turns counts by image into accuracies with intervals. */
final class Figures {

  private final List<Row> counts;
  private final Bootstrap bootstrap;

  /**
   * Takes the counts.
   *
   * @param counts rows of {@link AskQuestions#OUTPUT}
   */
  Figures(List<Row> counts, Bootstrap bootstrap) {
    this.counts = counts;
    this.bootstrap = bootstrap;
  }

  /** The names of the sets, {@link FigureNames#ALL} first. */
  List<String> sets() {
    List<String> named = counts.stream().map(row -> row.getString(3)).distinct().sorted().toList();
    return named.size() == 1
        ? List.of(FigureNames.ALL)
        : Stream.concat(Stream.of(FigureNames.ALL), named.stream()).toList();
  }

  /** The figures of one set; the unpruned model's is a row with keep 1. */
  List<EvaluationRow> rows(String set) {
    Map<Key, Map<String, double[]>> byImage =
        new TreeMap<>(
            Comparator.comparing(Key::pruner).thenComparing(Key::keep, Comparator.reverseOrder()));
    for (Row row : counts) {
      if (set.equals(FigureNames.ALL) || set.equals(row.getString(3))) {
        double[] sums =
            byImage
                .computeIfAbsent(
                    new Key(row.getString(1), row.getDouble(2)), key -> new TreeMap<>())
                .computeIfAbsent(row.getString(0), image -> new double[2]);
        // Seeds of one pruner fall on the same key: their sums are the mean over the seeds.
        sums[0] += row.getLong(4);
        sums[1] += row.getLong(5);
      }
    }
    double unpruned = accuracy(byImage.get(new Key(AskQuestions.UNPRUNED, 1)));
    return byImage.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue(), unpruned))
        .toList();
  }

  private EvaluationRow row(Key key, Map<String, double[]> images, double unpruned) {
    double[] right = images.values().stream().mapToDouble(sums -> sums[0]).toArray();
    double[] asked = images.values().stream().mapToDouble(sums -> sums[1]).toArray();
    Bootstrap.Interval interval = bootstrap.interval(right, asked);
    double accuracy = accuracy(images);
    return new EvaluationRow(
        key.pruner(),
        key.keep(),
        accuracy,
        unpruned == 0 ? null : (Double) (accuracy / unpruned),
        interval.low(),
        interval.high());
  }

  private static double accuracy(Map<String, double[]> images) {
    double right = images.values().stream().mapToDouble(sums -> sums[0]).sum();
    double asked = images.values().stream().mapToDouble(sums -> sums[1]).sum();
    return right / asked;
  }

  private record Key(String pruner, double keep) {}
}
