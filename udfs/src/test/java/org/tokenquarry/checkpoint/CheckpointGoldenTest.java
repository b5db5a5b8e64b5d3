package org.tokenquarry.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.image.Goldens;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.PromptTokenizer;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.model.VisionShape;
import org.tokenquarry.proof.BundleProof;
import org.tokenquarry.proof.Check;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.variant.FlattenedCrops;
import org.tokenquarry.tiles.TiledEncoder;
import org.tokenquarry.token.TokenMatrix;

/**
 * Exported tiny checkpoints, from the bytes of an image and the text of a prompt to logits, against
 * the numbers of the reference implementation.
 */
class CheckpointGoldenTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final float CLOSE = 1e-4f;
  private static final int PAD = -1;

  private static LoadedModel model(String name) {
    String location = TinyBundles.directory(name).toString();
    return ModelCache.shared().acquire(location, ModelDevice.CPU);
  }

  private static JsonNode golden(String name) throws IOException {
    return JSON.readTree(Goldens.file("/checkpoints/" + name + ".golden.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llava-tiny",
        "llava-next-tiny",
        "onevision-tiny",
        "internvl-tiny",
        "smolvlm-tiny",
        "qwen2_5_vl-tiny",
        "qwen3_vl-tiny"
      })
  void bundlesProveThemselvesWithGoldenNumbers(String name) {
    BundleProof proof = BundleProof.of(TinyBundles.directory(name).toString(), ModelDevice.CPU);
    assertThat(proof.checks()).filteredOn(check -> !check.good()).isEmpty();
    assertThat(proof.checks())
        .extracting(Check::name)
        .contains("golden.vision.visualTokens", "golden.full", "golden.full_region_pad.argmax");
    boolean tiled = model(name).manifest().anyres() != null;
    assertThat(proof.checks().stream().anyMatch(check -> check.name().equals("golden.newline")))
        .isEqualTo(tiled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llava-tiny",
        "llava-next-tiny",
        "onevision-tiny",
        "internvl-tiny",
        "smolvlm-tiny"
      })
  void textsBecomeTheIdsOfTheReference(String name) throws IOException {
    try (PromptTokenizer tokenizer =
        PromptTokenizer.of(ModelBundle.open(TinyBundles.directory(name).toString()))) {
      for (JsonNode each : golden(name).get("tokenizer_cases")) {
        assertThat(tokenizer.encode(each.get("text").asText()))
            .as(each.get("text").asText())
            .isEqualTo(ids(each.get("ids_no_special")));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llava-next-tiny, a",
    "llava-next-tiny, c",
    "onevision-tiny,  a",
    "onevision-tiny,  c",
  })
  void tilesArePackedAsTheReferencePacksThem(String name, String image) throws Exception {
    TokenMatrix packed =
        new TiledEncoder(model(name))
            .packed(Goldens.image("preprocessing/image_" + image + ".png"));
    JsonNode expected = golden(name).get("images").get(image);
    assertThat(packed.count()).isEqualTo(expected.get("num_visual_tokens").asInt());
    assertThat(packed.values())
        .containsExactly(
            Goldens.ofCheckpoint(name).floats(image + ".visual_tokens_packed"), within(CLOSE));
  }

  @Test
  void aCodebookPrunesAllViewsOfAnImageIntoOneSequence() throws Exception {
    RgbImage image = Goldens.image("preprocessing/image_a.png");
    List<TokenMatrix> views = new TiledEncoder(model("llava-next-tiny")).views(image);
    Codebook codebook = new Codebook(views.get(0).rows(new int[] {3, 8}));
    FlattenedCrops pruned = FlattenedCrops.of(codebook, views, 0.9);
    assertThat(pruned.kept()).hasSize(5);
    assertThat(pruned.kept().get(0)).doesNotContain(3, 8).isNotEmpty();
    assertThat(pruned.tokens().count()).isLessThan(80 - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"internvl-tiny", "smolvlm-tiny"})
  void imagesBecomeThePixelsOfTheReference(String name) throws Exception {
    float[] pixels =
        new Preprocessor(model(name).manifest().preprocessing())
            .pixels(Goldens.image("preprocessing/image_a.png"))
            .values();

    assertThat(pixels)
        .containsExactly(Goldens.ofCheckpoint(name).floats("pixel_values"), within(1e-6f));
  }

  @Test
  void operationsOfTokensOfSeveralPatchesAreCountedByPatches() {
    BundleManifest manifest = model("internvl-tiny").manifest();

    assertThat(manifest.grid().size()).isEqualTo(16);
    assertThat(manifest.visionShape()).hasValue(new VisionShape(64, 7, 16, 2, 24, 1, 2, 32, 32));
    assertThat(model("internvl-tiny").vision().offersKeys()).isFalse();
  }

  @Test
  void aModelWithoutTilesHasNoViews() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TiledEncoder(model("llava-tiny")))
        .withMessageStartingWith("the model ")
        .withMessageEndingWith(" knows no tiles");
  }

  @ParameterizedTest
  @CsvSource({
    "llava-tiny,      ''",
    "internvl-tiny,   ''",
    "smolvlm-tiny,    ''",
    "llava-next-tiny, a",
    "llava-next-tiny, c",
    "onevision-tiny,  a",
    "onevision-tiny,  c",
  })
  void imagesAndPromptsBecomeTheLogitsOfTheReference(String name, String image) throws Exception {
    LoadedModel model = model(name);
    JsonNode all = golden(name);
    JsonNode expected = image.isEmpty() ? all : all.get("images").get(image);
    RgbImage pixels =
        Goldens.image("preprocessing/image_" + (image.isEmpty() ? "a" : image) + ".png");
    TokenMatrix visual =
        image.isEmpty() ? base(model, pixels) : new TiledEncoder(model).packed(pixels);
    int count = model.manifest().grid().size();
    int[] region = ints(expected.get("region_indices"));
    int centre = expected.get("region_center_index").asInt();
    Prompt prompt = Prompt.of(expected.get("prompt_ids"), all.get("image_token_id").asLong());
    int[] everything = IntStream.range(0, visual.count()).toArray();

    JsonNode logits = expected.get("logits");
    check(logits, "full", prompt.logits(model, visual, everything));
    check(logits, "full_region_pad", prompt.logits(model, visual, padded(everything, region)));
    check(logits, "region", prompt.logits(model, visual, region));
    check(
        logits,
        "region_center_pad",
        prompt.logits(model, visual, padded(region, new int[] {centre})));
    for (JsonNode single : expected.get("single_indices")) {
      int token = single.asInt();
      check(logits, "single_" + token, prompt.logits(model, visual, new int[] {token}));
    }
    if (!image.isEmpty()) {
      int[] base = IntStream.range(0, count).toArray();
      check(logits, "full_base_only", prompt.logits(model, visual, base));
      check(
          logits, "full_base_only_region_pad", prompt.logits(model, visual, padded(base, region)));
    }
  }

  private static void check(JsonNode logits, String name, float[] found) {
    assertThat(logits.has(name)).as(name).isTrue();
    float[] expected = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      expected[i] = logits.get(name).get(i).floatValue();
    }
    assertThat(found).as(name).containsExactly(expected, within(CLOSE));
  }

  private static int[] padded(int[] tokens, int[] gone) {
    List<Integer> removed = IntStream.of(gone).boxed().toList();
    return IntStream.of(tokens).map(token -> removed.contains(token) ? PAD : token).toArray();
  }

  private static TokenMatrix base(LoadedModel model, RgbImage image) {
    float[] pixels = new Preprocessor(model.manifest().preprocessing()).pixels(image).values();
    return model.vision().tokens(new float[][] {pixels}).get(0).projected();
  }

  /** The ids around an image. */
  private record Prompt(long[] before, long[] after) {

    static Prompt of(JsonNode ids, long image) {
      long[] all = ids(ids);
      int place = (int) LongStream.of(all).takeWhile(id -> id != image).count();
      return new Prompt(
          LongStream.of(all).limit(place).toArray(), LongStream.of(all).skip(place + 1).toArray());
    }

    float[] logits(LoadedModel model, TokenMatrix visual, int[] tokens) {
      try (NDManager scope = model.newScope()) {
        float[] pad =
            model.decoder().embed(scope, new long[] {model.manifest().padId()}).toFloatArray();
        List<float[]> rows =
            IntStream.of(tokens).mapToObj(i -> i == PAD ? pad : visual.row(i)).toList();
        TokenMatrix chosen = TokenMatrix.of(rows, visual.dim());
        NDArray middle = scope.create(chosen.values(), new Shape(chosen.count(), chosen.dim()));
        NDArray whole =
            NDArrays.concat(
                new NDList(
                    model.decoder().embed(scope, before),
                    middle,
                    model.decoder().embed(scope, after)),
                0);
        return model
            .decoder()
            .lastLogits(scope, whole.expandDims(0), model.decoder().empty(scope))
            .toFloatArray();
      }
    }
  }

  private static long[] ids(JsonNode node) {
    return IntStream.range(0, node.size()).mapToLong(i -> node.get(i).asLong()).toArray();
  }

  private static int[] ints(JsonNode node) {
    return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray();
  }
}
