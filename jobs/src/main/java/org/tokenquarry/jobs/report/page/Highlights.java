package org.tokenquarry.jobs.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tokenquarry.jobs.report.chart.SeriesStyle;
import org.tokenquarry.jobs.report.page.Evaluation.Series;

/**
 * Which pruners are highlighted in the charts of a page: the best of those that use the codebook,
 * the best of the others, and random tokens, with which every pruner must be compared.
 */
final class Highlights {

  private static final int MOST = SeriesStyle.COUNT;
  private static final int MOST_CODEBOOKS = 5;
  private static final String RANDOM = "random";

  private Highlights() {}

  /**
   * Chooses once for all charts, in the order of the first evaluation. Pruners that it lacks follow
   * in the order of the next evaluation that has them.
   *
   * @return names, at most as many as there are styles
   */
  static List<String> of(List<Evaluation> evaluations) {
    List<Series> series = new ArrayList<>();
    for (Evaluation evaluation : evaluations) {
      for (Series candidate : evaluation.series()) {
        if (series.stream().noneMatch(s -> s.pruner().equals(candidate.pruner()))) {
          series.add(candidate);
        }
      }
    }
    return series.size() <= MOST ? names(series.stream()) : best(series);
  }

  private static List<String> best(List<Series> series) {
    List<String> rivals = names(series.stream().filter(s -> !s.usesCodebook()));
    int most = Math.max(MOST_CODEBOOKS, MOST - rivals.size());
    List<String> best =
        new ArrayList<>(
            Stream.concat(
                    names(series.stream().filter(Series::usesCodebook)).stream().limit(most),
                    rivals.stream())
                .limit(MOST)
                .toList());
    if (rivals.contains(RANDOM) && !best.contains(RANDOM)) {
      best.set(MOST - 1, RANDOM);
    }
    return best;
  }

  private static List<String> names(Stream<Series> series) {
    return series.map(Series::pruner).toList();
  }
}
