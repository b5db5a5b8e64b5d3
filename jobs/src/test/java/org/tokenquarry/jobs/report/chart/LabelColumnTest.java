package org.tokenquarry.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelColumnTest {

  @Test
  void labelsWithRoomStay() {
    assertThat(LabelColumn.place(new double[] {20, 60}, 15, 0, 100)).containsExactly(20, 60);
  }

  @Test
  void crowdedLabelsKeepTheirOrderAndTheirDistance() {
    double[] placed = LabelColumn.place(new double[] {88, 90, 90, 99}, 15, 0, 100);
    assertThat(placed).containsExactly(55, 70, 85, 100);
  }
}
