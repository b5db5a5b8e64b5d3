package org.tokenquarry.prune.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.TokenMatrix;

/**
 * On exported bundles: LLaVA-1.5's tower goes on behind the selected layer, OneVision's has no
 * [CLS].
 */
class TowerPrunersTest {

  private static LoadedModel open(String name) {
    return LoadedModel.open(
        ModelBundle.open(TinyBundles.directory(name).toString()), ModelDevice.CPU);
  }

  private static TowerView view(LoadedModel model) {
    float[][] pixels = TinyBundles.pixels(1, model.manifest().imageSize());
    return new TowerView(
        model.vision().imageFeatures(pixels).get(0),
        model.vision().keys(model.vision().squares(pixels).get(0)),
        model.vision()::project);
  }

  @Test
  void theProjectorGivesTheVisualTokensAndTheTowerItsFeatures() {
    try (LoadedModel model = open("llava-tiny")) {
      TowerView view = view(model);
      TokenMatrix features = view.image().features();
      assertClose(view.projector().apply(features), view.image().tokens().projected());
      assertClose(MergedRows.withoutCls(view.keys().states()), features);
      assertThat(model.openScopes()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llava-tiny, prumerge-published prumerge-plus-published visionzip-merged zoo-prune",
    "onevision-tiny, zoo-prune"
  })
  void aTowerServesWhatItHasTheInputsOf(String bundle, String names) {
    try (LoadedModel model = open(bundle)) {
      assertThat(model.vision().offersKeys()).isTrue();
      TowerView view = view(model);
      assertThat(
              TowerPruners.names().stream()
                  .filter(name -> TowerPruners.named(name).orElseThrow().serves(view)))
          .containsExactly(names.split(" "));
    }
  }

  @Test
  void anOlderBundleOffersNothingOfIt() {
    try (LoadedModel model = open(TinyBundles.TINY)) {
      assertThat(model.vision().offersKeys()).isFalse();
    }
    assertThat(TowerPruners.named("codebook")).isEmpty();
  }

  @Test
  void budgetsAreKeptWhereThereAreAny() {
    try (LoadedModel model = open("llava-tiny")) {
      TowerView view = view(model);
      for (String name : List.of("visionzip-merged", "zoo-prune")) {
        List<Pruned> left = TowerPruners.named(name).orElseThrow().prune(view, List.of(1, 7, 16));
        assertThat(left).as(name).extracting(Pruned::count).containsExactly(1, 7, 16);
        for (Pruned each : left) {
          TokenMatrix tokens = each.tokens(view.image().tokens());
          assertThat(tokens.count()).isEqualTo(each.count());
          assertThat(tokens.dim()).isEqualTo(model.manifest().hidden());
          assertThat(tokens.finite()).isTrue();
        }
      }
    }
  }

  @Test
  void pruMergeKeepsWhatTheImageSays() {
    try (LoadedModel model = open("llava-tiny")) {
      TowerView view = view(model);
      for (String name : List.of("prumerge-published", "prumerge-plus-published")) {
        List<Pruned> left = TowerPruners.named(name).orElseThrow().prune(view, List.of(2, 9));
        assertThat(left.get(0)).isSameAs(left.get(1));
        assertThat(left.get(0).positions())
            .isEqualTo(IntStream.range(0, left.get(0).count()).toArray());
      }
    }
  }

  @Test
  void visionZipBeginsWithCls() {
    try (LoadedModel model = open("llava-tiny")) {
      TowerView view = view(model);
      Pruned one = VisionZipPruner.PUBLISHED.prune(view, List.of(1)).get(0);
      TokenMatrix cls = view.projector().apply(view.keys().states().rows(new int[] {0}));
      assertThat(one.tokens(view.image().tokens()).values()).isEqualTo(cls.values());
    }
  }

  private static void assertClose(TokenMatrix actual, TokenMatrix expected) {
    assertThat(actual.dim()).isEqualTo(expected.dim());
    assertThat(actual.count()).isEqualTo(expected.count());
    for (int i = 0; i < expected.values().length; i++) {
      assertThat(actual.values()[i]).isCloseTo(expected.values()[i], within(1e-4f));
    }
  }
}
