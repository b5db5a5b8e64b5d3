package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HighlightsTest {

  @Test
  void a_crowd_is_led_by_codebooks_the_best_rivals_and_random_tokens() {
    Evaluation evaluation =
        evaluation(
            Stream.of(
                    names("codebook-", 7, 0.8),
                    names("rival-", 9, 0.7),
                    Stream.of(series("random", 0.1)))
                .flatMap(all -> all)
                .toList());
    assertThat(evaluation.highlighted())
        .extracting(Evaluation.Series::pruner)
        .containsExactly(
            "codebook-0",
            "codebook-1",
            "codebook-2",
            "codebook-3",
            "codebook-4",
            "rival-0",
            "rival-1",
            "random");
    assertThat(evaluation.others()).hasSize(9);
  }

  @Test
  void few_lines_all_stand_out() {
    Evaluation evaluation = evaluation(names("codebook-", 8, 0.8).toList());
    assertThat(evaluation.highlighted()).hasSize(8);
    assertThat(evaluation.others()).isEmpty();
  }

  @Test
  void few_rivals_leave_room_for_codebooks() {
    Evaluation evaluation =
        evaluation(
            Stream.concat(names("codebook-", 9, 0.8), Stream.of(series("random", 0.9))).toList());
    assertThat(evaluation.highlighted())
        .hasSize(8)
        .last()
        .matches(s -> s.pruner().equals("random"));
  }

  /** Worse one after the other. */
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
