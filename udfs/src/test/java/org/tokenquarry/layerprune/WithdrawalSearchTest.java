package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawalSearchTest {

  @Test
  void theFirstLayerWhoseMeanChangeIsSmallEnough() {
    List<double[]> prompts =
        List.of(new double[] {0.5, 0.0035, 0.0001}, new double[] {0.1, 0.002, 0.0002});
    assertThat(WithdrawalSearch.PUBLISHED.layer(prompts, 4)).isEqualTo(2);
    assertThat(new WithdrawalSearch(0.0027).layer(prompts, 4)).isEqualTo(3);
    assertThat(new WithdrawalSearch(0.31).layer(prompts, 4)).isEqualTo(1);
  }

  @Test
  void nothingIsWithdrawnWhereEachLayerChangesTooMuch() {
    assertThat(new WithdrawalSearch(0).layer(List.of(new double[] {0.1, 0.1}), 3)).isEqualTo(3);
  }

  @Test
  void earlyLayersAreNotTried() {
    assertThat(WithdrawalSearch.PUBLISHED.layer(List.of(new double[31]), 32)).isEqualTo(5);
    assertThat(WithdrawalSearch.PUBLISHED.layer(List.of(new double[0]), 1)).isEqualTo(1);
  }
}
