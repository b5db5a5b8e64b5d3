package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Tag;
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
  void manyUnitsAreSeveralJobs() {
    List<Integer> taken = new ArrayList<>();
    SparkContext context = LocalSpark.session().sparkContext();
    new UnitFlow<Integer, Integer>(context, ModelTasks.USUAL, unit -> unit, pace(7), 8)
        .run(units(50), taken::addAll);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(units(50));
  }

  @Test
  void aFailureInALaterJobEndsTheFlow() {
    List<Integer> taken = new ArrayList<>();
    SparkContext context = LocalSpark.session().sparkContext();
    UnitFlow<Integer, Integer> flow =
        new UnitFlow<>(context, ModelTasks.USUAL, UnitFlowTest::failingAtFive, pace(1), 2);
    assertThatThrownBy(() -> flow.run(units(20), taken::addAll))
        .hasStackTraceContaining("five is bad");
    assertThat(taken).contains(0, 1).doesNotContain(5, 19);
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

  /** Spark keeps one or two kilobytes for each task that has ended, as long as its job lasts. */
  @Test
  @Tag("proof")
  void memoryDoesNotGrowWithTheUnits() {
    int all = 100_000;
    List<Long> megabytes = new ArrayList<>();
    int[] taken = {0};
    flow(unit -> unit, 1_000)
        .run(
            units(all),
            finished -> {
              taken[0] += finished.size();
              if (taken[0] >= (megabytes.size() + 1) * all / 10) {
                megabytes.add(heap() / 1_000_000);
              }
            });
    System.out.printf("Heap in MB while %,d units end: %s%n", all, megabytes);
    assertThat(taken[0]).isEqualTo(all);
    assertThat(Collections.max(megabytes) - megabytes.get(1)).isLessThan(50);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int failingAtFive(int unit) {
    if (unit == 5) {
      throw new IllegalStateException("five is bad");
    }
    return unit;
  }

  private static UnitFlow<Integer, Integer> flow(UnitFlow.Work<Integer, Integer> work, int most) {
    SparkContext context = LocalSpark.session().sparkContext();
    return new UnitFlow<>(context, ModelTasks.USUAL, work, pace(most));
  }

  private static UnitFlow.Pace<Integer> pace(int most) {
    return new UnitFlow.Pace<>(Duration.ofMillis(50), most, result -> 1);
  }

  private static List<Integer> units(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
