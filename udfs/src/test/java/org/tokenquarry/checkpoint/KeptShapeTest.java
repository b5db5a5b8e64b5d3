package org.tokenquarry.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.answer.ImageSequence;
import org.tokenquarry.answer.ImageView;
import org.tokenquarry.experiment.CascadeEngine;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ExhaustiveEngine;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.PublishedProcedure;
import org.tokenquarry.experiment.Samples;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.experiment.TokenScores;
import org.tokenquarry.image.Goldens;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

/**
 * Bundles of Qwen-VL for images that keep their shape, on an image of 40 x 64 px, against the
 * numbers of the reference implementation.
 */
class KeptShapeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final float CLOSE = 1e-4f;
  private static final Offset<Double> CLOSE_SCORE = Offset.offset(2e-5);
  private static final TokenGrid WIDE = new TokenGrid(5, 8);
  private static final ExperimentSettings ALL = Samples.settings(1, 1e9, null);

  private static LoadedModel open(String family) {
    String location = TinyBundles.directory(family + "-native-tiny").toString();
    return LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU);
  }

  private static JsonNode golden(String family) throws IOException {
    return JSON.readTree(Goldens.file("/checkpoints/" + family + "-tiny.golden.json"));
  }

  private static Pixels wide(LoadedModel model, String family) throws IOException {
    return new Preprocessor(model.manifest().preprocessing())
        .pixels(Goldens.ofCheckpoint(family + "-tiny").rgb("wide_image"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void imagesGetTheSizesOfTheReference(String family) throws Exception {
    try (LoadedModel model = open(family)) {
      Preprocessor steps = new Preprocessor(model.manifest().preprocessing());
      for (JsonNode size : golden(family).get("resized")) {
        assertThat(steps.size(size.get(0).asInt(), size.get(1).asInt()))
            .as("%s", size)
            .containsExactly(size.get(2).asInt(), size.get(3).asInt());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void anImageHasTheTokensAndPositionsOfTheReference(String family) throws Exception {
    try (LoadedModel model = open(family);
        NDManager scope = model.newScope()) {
      Pixels pixels = wide(model, family);
      VisualTokens tokens = model.vision().tokens(List.of(pixels)).get(0);
      Goldens goldens = Goldens.ofCheckpoint(family + "-tiny");
      assertThat(tokens.grid()).isEqualTo(WIDE);
      assertThat(tokens.rows().values())
          .containsExactly(goldens.floats("wide_visual_tokens"), within(CLOSE));
      PromptPositions positions =
          ImageSequence.of(
                  new ImageView(model.vision().imageFeatures(List.of(pixels)), model.newline()))
              .positions(model.manifest())
              .orElseThrow();
      int[] all = IntStream.range(0, WIDE.size()).toArray();
      int after = model.manifest().prompt().after().length;
      assertThat(PromptPositions.array(scope, positions.prompt(all, after)).toLongArray())
          .isEqualTo(goldens.longs("wide_positions"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void experimentsHaveTheScoresOfTheReference(String family) throws Exception {
    try (LoadedModel model = open(family)) {
      JsonNode cases = golden(family).get("wide_cases");
      Pixels pixels = wide(model, family);
      int centre = cases.get("single").get("places").get(0).asInt();
      List<TokenFinding> found =
          new ExhaustiveEngine(model, ALL, new Batching(8, 1 << 16))
              .examine(model.vision().tokens(List.of(pixels)).get(0));
      TokenScores scores = found.get(centre).scores();
      assertThat(scores.regionDivergence())
          .isCloseTo(divergence(cases, "region", "region_center_pad"), CLOSE_SCORE);
      assertThat(scores.globalDivergence())
          .isCloseTo(divergence(cases, "full", "full_region_pad"), CLOSE_SCORE);
      assertClose(new PublishedProcedure(model, ALL, StageWatch.NONE).examine(pixels), found);
    }
  }

  /** Images of several shapes share a group, and each has what it has alone. */
  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void theCascadeExaminesImagesOfAllShapesTogether(String family) throws Exception {
    try (LoadedModel model = open(family)) {
      Pixels wide = wide(model, family);
      List<Pixels> images = new ArrayList<>();
      for (int[] shape : new int[][] {{40, 64}, {16, 24}, {40, 64}, {24, 16}, {8, 32}}) {
        float[] values = new float[3 * shape[0] * shape[1]];
        for (int i = 0; i < values.length; i++) {
          values[i] = wide.values()[(i * 7 + images.size()) % wide.values().length];
        }
        images.add(new Pixels(values, shape[0], shape[1]));
      }
      Batching batching = new Batching(1, 1 << 14, 4);
      ImageExaminer examiner =
          new ImageExaminer(model, new CascadeEngine(model, ALL, batching), batching);
      ExhaustiveEngine reference = new ExhaustiveEngine(model, ALL, new Batching(16, 1));
      List<ExaminedImage> found = examiner.examine(examiner.encode(images));
      for (int i = 0; i < images.size(); i++) {
        assertThat(found.get(i).findings()).hasSize(images.get(i).values().length / 3 / 64);
        assertClose(found.get(i).findings(), reference.examine(found.get(i).tokens()));
        assertThat(examiner.examine(examiner.encode(List.of(images.get(i)))).get(0).findings())
            .isEqualTo(found.get(i).findings());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void layersOneByOneGiveTheLogitsOfTheReference(String family) throws Exception {
    try (LoadedModel model = open(family)) {
      VisualTokens tokens = model.vision().tokens(List.of(wide(model, family))).get(0);
      try (LayerPass pass = new LayerPass(model, tokens, model.manifest().prompt().after())) {
        pass.runTo(1);
        assertThat(pass.logits())
            .containsExactly(logits(golden(family).get("wide_cases"), "full"), within(CLOSE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl", "qwen3_vl"})
  void imagesOfOtherSizesAreRefused(String family) {
    try (LoadedModel model = open(family)) {
      Pixels broken = new Pixels(new float[3 * 12 * 16], 12, 16);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.vision().tokens(List.of(broken)))
          .withMessage("the model takes no images of 12 x 16 pixels");
      List<Pixels> several =
          List.of(new Pixels(new float[3 * 64], 8, 8), new Pixels(new float[6 * 64], 8, 16));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.vision().tokens(several))
          .withMessage("the images of a batch have several sizes");
    }
  }

  private static double divergence(JsonNode cases, String intact, String ablated) {
    return ALL.divergence().between(logits(cases, intact), logits(cases, ablated), 10);
  }

  private static void assertClose(List<TokenFinding> found, List<TokenFinding> reference) {
    assertThat(found)
        .extracting(TokenFinding::verdict)
        .isEqualTo(reference.stream().map(TokenFinding::verdict).toList());
    for (int i = 0; i < found.size(); i++) {
      TokenScores a = found.get(i).scores();
      TokenScores b = reference.get(i).scores();
      assertThat(a.top1Probability()).isCloseTo(b.top1Probability(), CLOSE_SCORE);
      assertThat(a.regionDivergence()).isCloseTo(b.regionDivergence(), CLOSE_SCORE);
      assertThat(a.globalDivergence()).isCloseTo(b.globalDivergence(), CLOSE_SCORE);
    }
  }

  private static float[] logits(JsonNode cases, String name) {
    JsonNode node = cases.get(name).get("logits");
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).floatValue();
    }
    return values;
  }
}
