package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.LocalSpark;

/** Results are handed over while others run, each exactly once. */
class UnitFlowTest {

  private static final CountDownLatch HANDED_OVER = new CountDownLatch(1);

  @Test
  void everyResultIsHandedOverOnce() {
    List<Integer> taken = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    flow(unit -> unit * unit, 7)
        .run(
            units(50),
            finished -> {
              taken.addAll(finished);
              sizes.add(finished.size());
            });
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(units(50).stream().map(i -> i * i).toList());
    assertThat(sizes).allMatch(size -> size >= 1);
  }

  @Test
  void resultsAreTakenBeforeTheLastUnitEnds() {
    List<Integer> taken = new ArrayList<>();
    flow(
            unit -> {
              if (unit == 9) {
                // Ends only if an earlier result was handed over meanwhile.
                assertThat(HANDED_OVER.await(60, TimeUnit.SECONDS)).isTrue();
              }
              return unit;
            },
            1)
        .run(
            units(10),
            finished -> {
              taken.addAll(finished);
              HANDED_OVER.countDown();
            });
    assertThat(taken).hasSize(10);
  }

  @Test
  void whatHasFinishedIsHandedOverBeforeAFailureIsThrown() {
    List<Integer> taken = new ArrayList<>();
    assertThatThrownBy(
            () -> flow(UnitFlowTest::failingAtFive, Integer.MAX_VALUE).run(units(6), taken::addAll))
        .hasStackTraceContaining("five is bad");
    assertThat(taken).doesNotContain(5);
  }

  @Test
  void aFailingCommitEndsTheFlow() {
    assertThatThrownBy(
            () ->
                flow(unit -> unit, 1)
                    .run(
                        units(20),
                        finished -> {
                          throw new IllegalStateException("no commit");
                        }))
        .hasMessage("no commit");
  }

  @Test
  void nothingToDoIsDone() {
    flow(unit -> unit, 1).run(List.of(), finished -> assertThat(finished).isNull());
  }

  private static int failingAtFive(int unit) {
    if (unit == 5) {
      throw new IllegalStateException("five is bad");
    }
    return unit;
  }

  private static UnitFlow<Integer, Integer> flow(UnitFlow.Work<Integer, Integer> work, int most) {
    SparkContext context = LocalSpark.session().sparkContext();
    return new UnitFlow<>(
        context, work, new UnitFlow.Pace<>(Duration.ofMillis(50), most, result -> 1));
  }

  private static List<Integer> units(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
