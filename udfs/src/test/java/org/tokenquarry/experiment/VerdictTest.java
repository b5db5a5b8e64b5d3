package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.golden.Golden;

class VerdictTest {

  private static final ExperimentSettings PUBLISHED =
      Samples.settings(0.15, 2e-3, new WithinImageRule(8, 5, 8));

  @Test
  void boundaryScoresAndSizesAgreeWithTheGoldenRows() {
    JsonNode golden = Golden.at("/codebook_building/within_image");
    ExperimentSettings settings =
        Samples.settings(
            golden.get("top1_threshold").asDouble(),
            golden.get("jsd_threshold").asDouble(),
            new WithinImageRule(8, 5, golden.get("cluster_size_threshold").asInt()));
    List<Integer> candidates = new ArrayList<>();
    for (JsonNode row : golden.get("rows")) {
      TokenScores scores =
          scores(
              row.get("cluster_size").asInt(),
              row.get("top1").asDouble(),
              row.get("jsd_region").asDouble(),
              row.get("jsd_global").asDouble());
      assertThat(settings.combined(scores.regionDivergence(), scores.globalDivergence()))
          .isCloseTo(row.get("combined").asDouble(), within(1e-12));
      if (Verdict.of(scores, settings).redundant()) {
        candidates.add(row.get("rank").asInt());
      }
    }
    List<Integer> expected = new ArrayList<>();
    golden.get("candidate_ranks").forEach(rank -> expected.add(rank.asInt()));
    assertThat(candidates).isEqualTo(expected);
  }

  @Test
  void theFirstStageThatRejectsDecides() {
    assertThat(Verdict.of(scores(9, 0.9, 1, 1), PUBLISHED))
        .isEqualTo(new Verdict(Stage.WITHIN_IMAGE, false));
    assertThat(Verdict.of(scores(8, 0.15, 1, 1), PUBLISHED))
        .isEqualTo(new Verdict(Stage.SINGLE_TOKEN, false));
    assertThat(Verdict.of(scores(8, 0.1, 2e-3, 1), PUBLISHED))
        .isEqualTo(new Verdict(Stage.REGION, false));
    assertThat(Verdict.of(scores(8, 0.1, 1e-3, 1e-3), PUBLISHED))
        .isEqualTo(new Verdict(Stage.GLOBAL, false));
    assertThat(Verdict.of(scores(8, 0.1, 1e-3, 1e-5), PUBLISHED))
        .isEqualTo(new Verdict(Stage.GLOBAL, true));
  }

  @Test
  void scoresBehindTheDecidingStageMayBeMissing() {
    assertThat(Verdict.of(new TokenScores(9, null, null, null, null), PUBLISHED).stage())
        .isEqualTo(Stage.WITHIN_IMAGE);
    assertThat(Verdict.of(new TokenScores(1, 0.5, 3, null, null), PUBLISHED).stage())
        .isEqualTo(Stage.SINGLE_TOKEN);
    assertThat(Verdict.of(new TokenScores(1, 0.1, 3, 0.5, null), PUBLISHED).stage())
        .isEqualTo(Stage.REGION);
  }

  @Test
  void aScoreThatIsNotANumberNeverQualifies() {
    assertThat(Verdict.of(scores(1, Double.NaN, 0, 0), PUBLISHED).redundant()).isFalse();
    assertThat(Verdict.of(scores(1, 0, Double.NaN, 0), PUBLISHED).redundant()).isFalse();
    assertThat(Verdict.of(scores(1, 0, 0, Double.NaN), PUBLISHED).redundant()).isFalse();
    assertThat(Verdict.of(scores(1, 0, 0, 0), PUBLISHED).redundant()).isTrue();
  }

  private static TokenScores scores(int size, double top1, double region, double global) {
    return new TokenScores(size, top1, 0, region, global);
  }
}
