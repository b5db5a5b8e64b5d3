package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskCountsTest {

  private final TaskCounts counts = new TaskCounts();

  @Test
  void runningTasksCountAsFarAsTheyAre() {
    counts.started(1, 0, 0);
    counts.started(2, 0, 1);
    counts.did(1, 3);
    counts.did(2, 1);
    assertThat(counts.sum()).isEqualTo(4);
    counts.did(1, 5);
    assertThat(counts.sum()).isEqualTo(6);
  }

  @Test
  void anOlderWordThatComesLateTakesNothingBack() {
    counts.started(1, 0, 0);
    counts.did(1, 5);
    counts.did(1, 2);
    assertThat(counts.sum()).isEqualTo(5);
    counts.ended(1);
    counts.did(1, 9);
    assertThat(counts.sum()).as("counts after the end of a task are ignored").isEqualTo(5);
  }

  @Test
  void aTaskThatRunsAgainCountsOnce() {
    counts.started(1, 0, 0);
    counts.did(1, 4);
    counts.ended(1);
    assertThat(counts.sum()).as("the task failed, and its counts stay").isEqualTo(4);
    counts.started(2, 0, 0);
    counts.did(2, 3);
    assertThat(counts.sum()).isEqualTo(4);
    counts.did(2, 16);
    counts.ended(2);
    assertThat(counts.sum()).isEqualTo(16);
  }

  @Test
  void ofTwoRunsAtOnceTheFurthestCounts() {
    counts.started(1, 7, 3);
    counts.started(2, 7, 3);
    counts.did(1, 4);
    counts.did(2, 6);
    counts.did(1, 8);
    counts.ended(1);
    counts.did(2, 7);
    assertThat(counts.sum()).isEqualTo(8);
  }

  @Test
  void tasksThatBeganBeforeAreNotHeardOf() {
    counts.did(1, 4);
    assertThat(counts.sum()).isZero();
  }
}
