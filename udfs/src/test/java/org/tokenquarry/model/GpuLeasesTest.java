package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpuLeasesTest {

  private final GpuLeases leases = new GpuLeases();

  @Test
  void tasksThatRunAtOnceAreSpreadOverTheGpus() {
    assertThat(leases.lease(10, 2)).isZero();
    assertThat(leases.lease(11, 2)).isEqualTo(1);
    assertThat(leases.lease(12, 2)).isZero();
    assertThat(leases.lease(13, 2)).isEqualTo(1);
  }

  @Test
  void aTaskKeepsItsGpuAndGivesItBackWhenItEnds() {
    leases.lease(10, 2);
    leases.lease(11, 2);
    assertThat(leases.lease(11, 2)).as("asked again").isEqualTo(1);
    leases.release(11);
    assertThat(leases.lease(12, 2)).as("the free one").isEqualTo(1);
    leases.release(10);
    leases.release(99);
    assertThat(leases.lease(13, 2)).isZero();
  }
}
