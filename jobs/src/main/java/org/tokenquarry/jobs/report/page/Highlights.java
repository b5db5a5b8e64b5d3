package org.tokenquarry.jobs.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tokenquarry.jobs.report.page.Evaluation.Series;

/**
 * Which lines of a crowded chart stand out: the best codebook pruners, the best of the others, and
 * random tokens, which every figure must be read against.
 *
 * @param shown at most eight, in colour, in the order of the evaluation
 * @param others thin and grey
 */
record Highlights(List<Series> shown, List<Series> others) {

  /** As many as there are colours. */
  static final int MOST = 8;

  private static final int MOST_CODEBOOKS = 5;
  private static final String RANDOM = "random";

  /** Copies the lists. */
  Highlights {
    shown = List.copyOf(shown);
    others = List.copyOf(others);
  }

  /** Chooses among series that stand in the order of {@link Evaluation}, best first. */
  static Highlights of(List<Series> series) {
    if (series.size() <= MOST) {
      return new Highlights(series, List.of());
    }
    List<Series> rivals = series.stream().filter(s -> !s.usesCodebook()).toList();
    int most = Math.max(MOST_CODEBOOKS, MOST - rivals.size());
    List<Series> best =
        new ArrayList<>(
            Stream.concat(series.stream().filter(Series::usesCodebook).limit(most), rivals.stream())
                .limit(MOST)
                .toList());
    rivals.stream()
        .filter(s -> s.pruner().equals(RANDOM) && !best.contains(s))
        .findFirst()
        .ifPresent(random -> best.set(MOST - 1, random));
    return new Highlights(best, series.stream().filter(s -> !best.contains(s)).toList());
  }
}
