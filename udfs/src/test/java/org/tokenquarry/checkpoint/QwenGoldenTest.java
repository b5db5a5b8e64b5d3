package org.tokenquarry.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.answer.Answerer;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.ShownTokens;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.ExhaustiveEngine;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.Samples;
import org.tokenquarry.experiment.TokenScores;
import org.tokenquarry.image.Goldens;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.PositionRule;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Bundles of Qwen-VL, whose positions are no count: from an image to logits, by every way through
 * the decoder, against the numbers of the reference implementation.
 */
class QwenGoldenTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final float CLOSE = 1e-4f;
  private static final Offset<Double> CLOSE_SCORE = Offset.offset(2e-5);
  private static final Batching BATCHING = new Batching(8, 1 << 16);

  private static LoadedModel model(String name) {
    String location = TinyBundles.directory(name).toString();
    return ModelCache.shared().acquire(location, ModelDevice.CPU);
  }

  private static JsonNode golden(String name) throws IOException {
    return JSON.readTree(Goldens.file("/checkpoints/" + name + ".golden.json"));
  }

  private static VisualTokens tokens(LoadedModel model, String name) throws IOException {
    Preprocessor steps = new Preprocessor(model.manifest().preprocessing());
    Pixels pixels = steps.pixels(Goldens.ofCheckpoint(name).rgb("image"));
    return model.vision().tokens(List.of(pixels)).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void anImageBecomesTheTokensOfTheReference(String name) throws Exception {
    LoadedModel model = model(name);
    VisualTokens found = tokens(model, name);
    float[] expected = Goldens.ofCheckpoint(name).floats("visual_tokens");
    assertThat(found.rows().values()).containsExactly(expected, within(CLOSE));
    assertThat(found.projected().dim()).isEqualTo(model.manifest().hidden());
    assertThat(found.projected().row(3))
        .isEqualTo(Arrays.copyOf(found.rows().row(3), model.manifest().hidden()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void positionsAreThoseOfTheReference(String name) throws Exception {
    LoadedModel model = model(name);
    assertThat(model.manifest().positions()).isEqualTo(PositionRule.MROPE);
    int size = model.manifest().grid().size();
    int after = model.manifest().prompt().after().length;
    long[][] found =
        PromptPositions.of(model.manifest())
            .orElseThrow()
            .prompt(IntStream.range(0, size).toArray(), after);
    try (NDManager scope = model.newScope()) {
      assertThat(PromptPositions.array(scope, found).toLongArray())
          .isEqualTo(Goldens.ofCheckpoint(name).longs("positions"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void imagesAndPromptsBecomeTheLogitsOfTheReference(String name) throws Exception {
    LoadedModel model = model(name);
    TokenMatrix rows = tokens(model, name).rows();
    PromptPositions positions = PromptPositions.of(model.manifest()).orElseThrow();
    long[] after = model.manifest().prompt().after();
    for (JsonNode each : golden(name).get("cases")) {
      int[] places = ints(each.get("places"));
      try (NDManager scope = model.newScope()) {
        NDArray whole = embedded(model, scope, rows, places, ints(each.get("padded")));
        DecoderInput input = DecoderInput.at(scope, whole, positions.prompt(places, after.length));
        NDArray logits = model.decoder().lastLogits(scope, input, model.decoder().empty(scope));
        assertThat(logits.toFloatArray())
            .containsExactly(floats(each.get("logits")), within(CLOSE));
      }
    }
  }

  private static NDArray embedded(
      LoadedModel model, NDManager scope, TokenMatrix rows, int[] places, int[] padded) {
    TokenMatrix chosen = rows.rows(places);
    float[] pad =
        model.decoder().embed(scope, new long[] {model.manifest().padId()}).toFloatArray();
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      if (IntStream.of(padded).anyMatch(gone -> gone == place)) {
        System.arraycopy(pad, 0, chosen.values(), i * pad.length, pad.length);
      }
    }
    NDList parts = new NDList();
    parts.add(model.decoder().embed(scope, model.manifest().prompt().before()));
    parts.add(scope.create(chosen.values(), new Shape(chosen.count(), chosen.dim())));
    parts.add(model.decoder().embed(scope, model.manifest().prompt().after()));
    return NDArrays.concat(parts, 0).expandDims(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void questionsAreAskedAtThePositionsOfTheWholeImage(String name) throws Exception {
    LoadedModel model = model(name);
    VisualTokens image = tokens(model, name);
    JsonNode cases = golden(name).get("cases");
    int[] region = ints(cases.get("region").get("places"));
    int[] all = ints(cases.get("full").get("places"));
    List<ShownTokens> shown =
        List.of(
            new ShownTokens(image.rows().rows(region), region, all.length),
            new ShownTokens(image.rows().rows(all), all, all.length));
    QuestionPrompt question = new QuestionPrompt(model.manifest().prompt().after(), 4);
    for (Positions positions : Positions.values()) {
      ModelAnswer[][] answers =
          Answerer.of(model, positions, BATCHING).answers(shown, List.of(question));
      assertThat(answers[0][0].logits())
          .containsExactly(floats(cases.get("region").get("logits")), within(CLOSE));
      assertThat(answers[1][0].logits())
          .containsExactly(floats(cases.get("full").get("logits")), within(CLOSE));
      assertThat(answers[0][0].ids()).isEqualTo(decodedAnew(model, shown.get(0), question));
    }
  }

  /** The answer where every token of it is computed from the whole sequence. */
  private static long[] decodedAnew(LoadedModel model, ShownTokens shown, QuestionPrompt asked) {
    Answerer answerer = Answerer.of(model, Positions.ORIGINAL, BATCHING);
    long[] ids = asked.ids();
    while (ids.length < asked.ids().length + asked.maxTokens()) {
      QuestionPrompt longer = new QuestionPrompt(ids, 0);
      long said = answerer.answers(List.of(shown), List.of(longer))[0][0].first();
      if (said == model.manifest().endIds()[0]) {
        break;
      }
      ids = Arrays.copyOf(ids, ids.length + 1);
      ids[ids.length - 1] = said;
    }
    return Arrays.copyOfRange(ids, asked.ids().length, ids.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void layersOneByOneGiveTheLogitsOfTheReference(String name) throws Exception {
    LoadedModel model = model(name);
    TokenMatrix rows = tokens(model, name).rows();
    JsonNode cases = golden(name).get("cases");
    try (LayerPass pass = new LayerPass(model, rows, model.manifest().prompt().after())) {
      pass.runTo(1);
      assertThat(pass.nextKeys().count()).isEqualTo(pass.last() + 1);
      assertThat(pass.logits())
          .containsExactly(floats(cases.get("full").get("logits")), within(CLOSE));
    }
    try (LayerPass pass = new LayerPass(model, rows, model.manifest().prompt().after())) {
      pass.keep(ints(cases.get("region").get("places")));
      pass.runTo(1);
      assertThat(pass.logits())
          .containsExactly(floats(cases.get("region").get("logits")), within(CLOSE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void experimentsHaveTheScoresOfTheReference(String name) throws Exception {
    LoadedModel model = model(name);
    ExperimentSettings settings = Samples.settings(1, 1e9, null);
    JsonNode cases = golden(name).get("cases");
    int centre = cases.get("single").get("places").get(0).asInt();
    TokenScores scores =
        new ExhaustiveEngine(model, settings, BATCHING)
            .examine(tokens(model, name))
            .get(centre)
            .scores();
    DivergenceForm form = settings.divergence();
    assertThat(scores.regionDivergence())
        .isCloseTo(
            form.between(logits(cases, "region"), logits(cases, "region_center_pad"), 10),
            CLOSE_SCORE);
    assertThat(scores.globalDivergence())
        .isCloseTo(
            form.between(logits(cases, "full"), logits(cases, "full_region_pad"), 10), CLOSE_SCORE);
  }

  private static float[] logits(JsonNode cases, String name) {
    return floats(cases.get(name).get("logits"));
  }

  private static float[] floats(JsonNode node) {
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).floatValue();
    }
    return values;
  }

  private static int[] ints(JsonNode node) {
    return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray();
  }
}
