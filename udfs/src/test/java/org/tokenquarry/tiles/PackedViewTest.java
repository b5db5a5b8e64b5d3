package org.tokenquarry.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.answer.ImageSequence;
import org.tokenquarry.answer.ImageView;
import org.tokenquarry.answer.ShownTokens;
import org.tokenquarry.image.Goldens;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** {@code CheckpointGoldenTest} holds the packed sequence itself to the reference. */
class PackedViewTest {

  @ParameterizedTest
  @CsvSource({"llava-next-tiny, a", "llava-next-tiny, c", "onevision-tiny, a", "onevision-tiny, c"})
  void partsAreShownAsTheyArePacked(String name, String file) throws Exception {
    RgbImage image = Goldens.image("preprocessing/image_" + file + ".png");
    String bundle = TinyBundles.directory(name).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(bundle), ModelDevice.CPU)) {
      TiledEncoder encoder = new TiledEncoder(model);
      TokenMatrix packed = encoder.packed(image);
      ImageView view = new ImageView(encoder.parts(image), Optional.of(newline(model)));
      TokenGrid grid = view.parts().get(1).tokens().grid();
      assertThat(view.newlines()).isEqualTo(grid.rows());
      assertThat(view.tokens() + view.newlines()).isEqualTo(packed.count());

      ImageSequence sequence = ImageSequence.of(view);
      ShownTokens whole = sequence.shown(view.parts().stream().map(PackedViewTest::whole).toList());
      assertThat(whole.places()).isEqualTo(packed.count());
      assertThat(whole.positions()).containsExactly(IntStream.range(0, packed.count()).toArray());
      assertThat(whole.tokens().values()).containsExactly(packed.values());

      // Of the base view one token, of the tiles the last one.
      List<Pruned> few =
          List.of(new Pruned.Kept(new int[] {3}), new Pruned.Kept(new int[] {grid.size() - 1}));
      ShownTokens pruned = sequence.shown(few);
      assertThat(pruned.places()).isEqualTo(packed.count());
      assertThat(pruned.positions())
          .hasSize(2 + grid.rows())
          .startsWith(3)
          .endsWith(packed.count() - 2, packed.count() - 1)
          .isSorted();
      assertThat(pruned.tokens().values())
          .containsExactly(packed.rows(pruned.positions()).values());
    }
  }

  /** What is mined are the vectors that are pruned, at the places that a report shows. */
  @ParameterizedTest
  @CsvSource({"llava-next-tiny, a", "llava-next-tiny, c", "onevision-tiny, a", "onevision-tiny, c"})
  void partsThatAreExaminedAreThoseThatArePruned(String name, String file) throws Exception {
    RgbImage image = Goldens.image("preprocessing/image_" + file + ".png");
    String bundle = TinyBundles.directory(name).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(bundle), ModelDevice.CPU)) {
      TiledEncoder encoder = new TiledEncoder(model);
      TiledImage cut = encoder.cut(image);
      List<VisualTokens> views =
          cut.pixels().stream()
              .map(pixels -> model.vision().tokens(List.of(pixels)).get(0))
              .toList();
      List<VisualTokens> parts = cut.parts(views);
      List<ImageFeatures> pruned = encoder.parts(image);
      assertThat(parts).hasSameSizeAs(pruned).hasSize(2);
      for (int i = 0; i < parts.size(); i++) {
        VisualTokens expected = pruned.get(i).tokens();
        assertThat(parts.get(i).grid()).isEqualTo(expected.grid());
        assertThat(parts.get(i).projected().values()).isEqualTo(expected.projected().values());
        assertThat(parts.get(i).clsCosine()).isEqualTo(expected.clsCosine());
      }
      assertThat(parts.get(0).rowEnd()).isNull();
      assertThat(parts.get(1).rowEnd()).isEqualTo(newline(model));
      int base = parts.get(0).grid().size();
      TokenGrid tiles = parts.get(1).grid();
      assertThat(TokenPlaces.of(model.manifest(), base - 1, image.width(), image.height()))
          .isEqualTo(new TokenPlaces(parts.get(0).grid(), base - 1));
      assertThat(
              TokenPlaces.of(
                  model.manifest(), base + tiles.size() - 1, image.width(), image.height()))
          .isEqualTo(new TokenPlaces(tiles, tiles.size() - 1));
    }
  }

  private static Pruned whole(ImageFeatures part) {
    int[] all = new int[part.tokens().grid().size()];
    Arrays.setAll(all, i -> i);
    return new Pruned.Kept(all);
  }

  private static float[] newline(LoadedModel model) {
    try (NDManager scope = model.newScope()) {
      return model.decoder().newline(scope).toFloatArray();
    }
  }
}
