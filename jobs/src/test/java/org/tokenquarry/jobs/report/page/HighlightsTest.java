package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HighlightsTest {

  @Test
  void aCrowdIsLedByCodebooksTheBestRivalsAndRandomTokens() {
    assertThat(
            Highlights.of(
                List.of(
                    evaluation(
                        Stream.of(
                                names("codebook-", 7, 0.8),
                                names("rival-", 9, 0.7),
                                Stream.of(series("random", 0.1)))
                            .flatMap(all -> all)
                            .toList()))))
        .containsExactlyInAnyOrder(
            "codebook-0",
            "codebook-1",
            "codebook-2",
            "codebook-3",
            "codebook-4",
            "rival-0",
            "rival-1",
            "random");
  }

  @Test
  void fewLinesAllStandOut() {
    assertThat(Highlights.of(List.of(evaluation(names("codebook-", 8, 0.8).toList())))).hasSize(8);
  }

  @Test
  void fewRivalsLeaveRoomForCodebooks() {
    assertThat(
            Highlights.of(
                List.of(
                    evaluation(
                        Stream.concat(names("codebook-", 9, 0.8), Stream.of(series("random", 0.9)))
                            .toList()))))
        .hasSize(8)
        .contains("random");
  }

  @Test
  void theSameStandOutInEveryChart() {
    List<Evaluation.Series> many =
        Stream.concat(names("rival-", 12, 0.7), Stream.of(series("random", 0.1))).toList();
    List<Evaluation.Series> others =
        Stream.concat(names("other-", 12, 0.99), many.stream()).toList();
    assertThat(Highlights.of(List.of(evaluation(many), evaluation(others))))
        .containsExactlyInAnyOrderElementsOf(Highlights.of(List.of(evaluation(many))));
  }

  @Test
  void aFirstChartOfFewLinesLeavesStylesToTheNext() {
    assertThat(
            Highlights.of(
                List.of(
                    evaluation(names("rival-", 3, 0.7).toList()),
                    evaluation(names("other-", 12, 0.9).toList()))))
        .containsExactlyInAnyOrder(
            "rival-0", "rival-1", "rival-2", "other-0", "other-1", "other-2", "other-3", "other-4");
  }

  /** Each series is worse than the one before it. */
  private static Stream<Evaluation.Series> names(String prefix, int count, double best) {
    return IntStream.range(0, count).mapToObj(i -> series(prefix + i, best - 0.01 * i));
  }

  private static Evaluation.Series series(String pruner, double accuracy) {
    return new Evaluation.Series(
        pruner,
        List.of(
            new Evaluation.Point(
                0.2,
                accuracy,
                accuracy,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Evaluation.Detail.NONE)));
  }

  private static Evaluation evaluation(List<Evaluation.Series> series) {
    return new Evaluation("all", Evaluation.ACCURACY, 1, 1, 1, series);
  }
}
