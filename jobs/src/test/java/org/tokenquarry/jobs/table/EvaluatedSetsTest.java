package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.task.AskQuestions;

class EvaluatedSetsTest {

  private static final RunInfo RUN = new RunInfo("run", "evaluate", "", "");

  @TempDir Path directory;

  private EvaluatedSets sets;

  @BeforeEach
  void open() {
    sets = new EvaluatedSets(new Warehouse(LocalSpark.session(), directory.toString()));
  }

  @Test
  void theLargestSetWithAnswersComesFirst() {
    assertThat(sets.of(1)).as("before the first evaluation").isEmpty();
    write(1, "all#00000005", 100, 40, OptionalDouble.of(0.5));
    write(1, "all#00000004", 100, 50, OptionalDouble.of(0.5));
    write(1, "all#00000003", 100, 50, OptionalDouble.of(0));
    write(1, "all#00000002", 900, 90, OptionalDouble.empty());
    write(1, "all#00000001", 20, 20, OptionalDouble.of(0.5));
    write(2, "all#00000006", 5000, 500, OptionalDouble.of(0.9));

    assertThat(sets.of(1))
        .containsExactly(
            new EvaluatedSet("all#00000003", 100, 50, OptionalDouble.of(0)),
            new EvaluatedSet("all#00000004", 100, 50, OptionalDouble.of(0.5)),
            new EvaluatedSet("all#00000005", 100, 40, OptionalDouble.of(0.5)),
            new EvaluatedSet("all#00000001", 20, 20, OptionalDouble.of(0.5)),
            new EvaluatedSet("all#00000002", 900, 90, OptionalDouble.empty()));
  }

  @Test
  void anEvaluationReplacesThoseOfItsOwnFileAlone() {
    write(1, "all#00000001", 10, 5, OptionalDouble.of(0.5));
    write(1, "all#00000002", 20, 9, OptionalDouble.of(0.6));
    write(2, "all#00000001", 10, 5, OptionalDouble.of(0.7));
    write(1, "all#00000001", 10, 5, OptionalDouble.empty());

    assertThat(sets.of(1))
        .containsExactly(
            new EvaluatedSet("all#00000002", 20, 9, OptionalDouble.of(0.6)),
            new EvaluatedSet("all#00000001", 10, 5, OptionalDouble.empty()));
    assertThat(sets.of(2))
        .containsExactly(new EvaluatedSet("all#00000001", 10, 5, OptionalDouble.of(0.7)));
    assertThat(sets.metrics(1, sets.of(1).get(0)).select("question_set").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("all#00000002", "a#part#00000002");
  }

  /**
   * Writes a question set with one part. The metrics of the part belong to the set, and the name of
   * the part contains the character that comes before a digest.
   */
  private void write(long version, String set, long questions, double images, OptionalDouble all) {
    Stream<Evaluation> rows =
        Stream.concat(
            Stream.of(
                row(version, set, MetricNames.IMAGES, images, questions),
                row(version, "a#part" + set.substring(3), MetricNames.IMAGES, 1, 1)),
            all.stream()
                .mapToObj(value -> row(version, set, MetricNames.ACCURACY, value, questions)));
    sets.replace(version, set, rows.toList(), RUN);
  }

  private static Evaluation row(
      long version, String set, String metric, double value, long samples) {
    return new Evaluation(
        version, AskQuestions.UNPRUNED, 1.0, set, metric, MetricValue.exact(value), samples);
  }
}
