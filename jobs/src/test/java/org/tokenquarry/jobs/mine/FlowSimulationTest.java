package org.tokenquarry.jobs.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Slots are busy if units cost nothing beside their images, and idle in the share that they do. */
class FlowSimulationTest {

  @Test
  void oneSlotIsBusyExceptForWhatUnitsCost() {
    assertThat(new FlowSimulation(1, 10, 0, 0).busyShare(1_000, 1, () -> 1))
        .isCloseTo(1, within(1e-9));
    assertThat(new FlowSimulation(1, 1, 1, 0).busyShare(100, 1, () -> 1))
        .isCloseTo(0.5, within(1e-9));
    assertThat(new FlowSimulation(1, 1, 0, 3).busyShare(100, 1, () -> 1))
        .isCloseTo(0.25, within(1e-9));
  }

  @Test
  void manySlotsEndAtNearlyTheSameTime() {
    Random random = new Random(3);
    FlowSimulation flow = new FlowSimulation(1_000, 16, 0.02, 0.001);
    assertThat(
            flow.busyShare(1_000, 100, () -> 0.9 * Math.exp(0.5 * random.nextGaussian() - 0.125)))
        .isGreaterThan(0.93);
  }
}
