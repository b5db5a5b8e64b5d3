package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.golden.Golden;

class ProbeRuleTest {

  @Test
  void ranksAgreeWithTheGoldenOnes() {
    float[] cosine = Golden.floats(Golden.at("/cls_rank/cosine"));
    ClsRanking ranking = ClsRanking.of(cosine);
    assertThat(ranking.byRank()).isEqualTo(Golden.ints(Golden.at("/cls_rank/id_of_rank_1_to_6")));
    assertThat(ranking.ranks()).containsExactly(2, 5, 4, 3, 6, 1);
  }

  @Test
  void equalCosinesGoToTheLowerTokenFirst() {
    assertThat(ClsRanking.of(new float[] {0.5f, 0.7f, 0.5f, 0.7f}).byRank())
        .containsExactly(1, 3, 0, 2);
  }

  @Test
  void thePublishedRanksAreTheGoldenOnes() {
    int[] golden = Golden.ints(Golden.at("/window_geometry/probed_cls_ranks_96_of_576_one_based"));
    assertThat(ProbeRule.PUBLISHED.ranks().stream().mapToInt(Integer::intValue).toArray())
        .isEqualTo(golden);
  }

  @Test
  void tokensComeInTheOrderOfTheGridAndRanksBeyondItAreLeftOut() {
    ClsRanking ranking = ClsRanking.of(new float[] {0.1f, 0.9f, 0.5f});
    assertThat(new ProbeRule(List.of(1, 2, 7)).tokens(ranking)).containsExactly(1, 2);
    assertThat(ProbeRule.ALL.tokens(ranking)).containsExactly(0, 1, 2);
    assertThat(new ProbeRule(List.of(1, 2, 7)).count(3)).isEqualTo(2);
    assertThat(ProbeRule.ALL.count(3)).isEqualTo(3);
  }
}
