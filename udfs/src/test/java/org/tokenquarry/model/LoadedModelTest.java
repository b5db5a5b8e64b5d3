package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.Problem;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.VisualTokens;

class LoadedModelTest {

  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @TempDir Path temp;

  private static LoadedModel load(Path bundle) {
    return LoadedModel.open(ModelBundle.open(bundle.toString()), ModelDevice.CPU);
  }

  private static LoadedModel tiny() {
    return load(TinyBundles.directory(TinyBundles.TINY));
  }

  private static void assertClose(float[] found, JsonNode expected) {
    assertThat(found).containsExactly(TinyBundles.floats(expected), CLOSE);
  }

  private static float[] joined(List<float[]> parts) {
    int size = parts.get(0).length;
    float[] all = new float[parts.size() * size];
    IntStream.range(0, parts.size())
        .forEach(i -> System.arraycopy(parts.get(i), 0, all, i * size, size));
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {TinyBundles.TINY, TinyBundles.NO_CLS})
  void visionAgreesWithEagerTorch(String name) throws IOException {
    JsonNode expected = TinyBundles.expected(name);
    try (LoadedModel model = load(TinyBundles.directory(name))) {
      List<ImageFeatures> images = model.vision().imageFeatures(TinyBundles.pixels(2, 24));
      assertClose(
          joined(images.stream().map(image -> image.tokens().projected().values()).toList()),
          expected.path("tokens"));
      assertClose(
          joined(images.stream().map(image -> image.tokens().clsCosine()).toList()),
          expected.path("clsCosine"));
      assertClose(
          joined(images.stream().map(image -> image.features().values()).toList()),
          expected.path("features"));
      assertClose(
          joined(images.stream().map(ImageFeatures::clsAttention).toList()),
          expected.path("clsAttention"));
      List<VisualTokens> tokens = model.vision().tokens(TinyBundles.pixels(2, 24));
      assertThat(tokens.get(1).projected().values())
          .isEqualTo(images.get(1).tokens().projected().values());
      assertThat(model.openScopes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TinyBundles.TINY, TinyBundles.NO_CLS})
  void decoderAgreesWithEagerTorch(String name) throws IOException {
    JsonNode expected = TinyBundles.expected(name);
    try (LoadedModel model = load(TinyBundles.directory(name));
        NDManager scope = model.newScope()) {
      LanguageDecoder decoder = model.decoder();
      NDArray tokens =
          model.vision().encode(scope, model.vision().squares(TinyBundles.pixels(2, 24))).tokens();
      NDArray before = decoder.embed(scope, model.manifest().prompt().before());
      assertClose(before.toFloatArray(), expected.path("embedded"));

      NDArray prefix = before.concat(tokens.get(0)).expandDims(0);
      DecoderOutput output = decoder.forward(scope, prefix, decoder.empty(scope));
      assertClose(output.logits().toFloatArray(), expected.path("prefixLogits"));
      assertClose(output.cache().keys().toFloatArray(), expected.path("keys"));
      assertClose(output.cache().values().toFloatArray(), expected.path("values"));
      assertThat(output.cache().length()).isEqualTo(18);

      KvCache prefilled = decoder.prefill(scope, prefix, decoder.empty(scope));
      assertClose(prefilled.keys().toFloatArray(), expected.path("keys"));
      assertClose(prefilled.values().toFloatArray(), expected.path("values"));

      NDArray after = decoder.embed(scope, model.manifest().prompt().after()).expandDims(0);
      assertClose(
          decoder.lastLogits(scope, after, prefilled).toFloatArray(),
          expected.path("continuedLogits"));

      KvCache first = prefilled.first(scope, 5);
      assertThat(first.length()).isEqualTo(5);
      NDArray windows = windows(tokens);
      assertClose(
          decoder.lastLogits(scope, windows, first).toFloatArray(),
          expected.path("sharedPastLogits"));
      DecoderOutput batch = decoder.forward(scope, windows, first);
      assertClose(batch.logits().toFloatArray(), expected.path("sharedPastLogits"));
      assertThat(batch.cache().keys().getShape().getShape())
          .containsExactly(2, 3, model.manifest().kvHeads(), 8, 8);
    }
  }

  /** Three tokens from 0, 1 and 2 of the second image. */
  private static NDArray windows(NDArray tokens) {
    NDArray image = tokens.get(1);
    return image
        .get("0:3")
        .expandDims(0)
        .concat(image.get("1:4").expandDims(0))
        .concat(image.get("2:5").expandDims(0));
  }

  @Test
  void tokenizerSpeaksAsTheExporterDoes() throws IOException {
    JsonNode expected = TinyBundles.expected(TinyBundles.TINY);
    try (LoadedModel model = tiny()) {
      PromptTokenizer tokenizer = model.tokenizer();
      String question = expected.path("question").asText();
      long[] ids = tokenizer.questionIds(question.toUpperCase(Locale.ROOT));
      assertThat(ids).isEqualTo(model.manifest().prompt().after());
      assertThat(tokenizer.encode("<s> <user> unheard-of square")).startsWith(2, 5, 1).hasSize(4);
      assertThat(tokenizer.encode("")).isEmpty();
      assertThat(tokenizer.decode(6)).isEqualTo("<assistant>");
      assertThat(tokenizer.decode(tokenizer.encode("square")[0])).isEqualTo("square");
      assertThat(tokenizer.encode("red ".repeat(3000))).hasSize(3000);
    }
  }

  @Test
  void tokenizerWorksWithoutItsModel() {
    ModelBundle bundle = ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString());
    try (PromptTokenizer tokenizer = PromptTokenizer.of(bundle)) {
      assertThat(tokenizer.decode(6)).isEqualTo("<assistant>");
    }
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void nativeArraysDoNotGrowWithTheNumberOfCalls() {
    try (LoadedModel model = tiny();
        NDManager image = model.newScope()) {
      LanguageDecoder decoder = model.decoder();
      NDArray ids = decoder.embed(image, model.manifest().prompt().after()).expandDims(0);
      KvCache past = decoder.prefill(image, ids, decoder.empty(image));
      float[][] pixels = TinyBundles.pixels(1, 24);
      int before = image.getManagedArrays().size();
      for (int i = 0; i < 2000; i++) {
        try (NDManager scope = model.newScope()) {
          NDArray tokens = model.vision().encode(scope, model.vision().squares(pixels)).tokens();
          decoder.forward(scope, tokens, past);
          decoder.lastLogits(scope, tokens, past.first(scope, 3));
          assertThat(scope.getManagedArrays()).hasSize(8);
        }
      }
      assertThat(image.getManagedArrays()).hasSize(before);
      assertThat(model.openScopes()).isEqualTo(1);
    }
  }

  @Test
  void aScopePreparesTheThreadThatOpensIt() {
    try (LoadedModel model = tiny()) {
      JniUtils.setNumThreads(2);
      try (NDManager scope = model.newScope()) {
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
        assertThat(scope.getDevice().isGpu()).isFalse();
      }
    }
  }

  @Test
  void closingWaitsForTheLastScope() {
    LoadedModel model = tiny();
    NDManager first = model.newScope();
    NDManager second = model.newScope();
    model.close();
    assertThatThrownBy(model::newScope)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model tiny was closed");
    first.close();
    assertThat(
            model
                .vision()
                .encode(second, model.vision().squares(TinyBundles.pixels(1, 24)))
                .tokens()
                .size())
        .isEqualTo(16 * 16);
    second.close();
    assertThat(model.openScopes()).isZero();
    assertThatThrownBy(
            () -> model.vision().encode(second, model.vision().squares(TinyBundles.pixels(1, 24))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeNativeCode() {
    try (LoadedModel model = tiny();
        NDManager scope = model.newScope()) {
      assertThatThrownBy(() -> model.vision().tokens(new float[0][]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no image to encode");
      assertThatThrownBy(() -> model.vision().tokens(new float[][] {{1, 2}}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 values are no pixels of 24 x 24");
      assertThatThrownBy(() -> model.decoder().embed(scope, new long[] {40}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no token 40 in a vocabulary of 40");
      assertThatThrownBy(() -> model.decoder().empty(scope).first(scope, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a cache of 0 positions has no first 1");
      NDArray flat = scope.ones(new Shape(1, 3, 5));
      assertThatThrownBy(
              () -> model.decoder().lastLogits(scope, flat, model.decoder().empty(scope)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("The size of tensor a (5) must match the size of tensor b (16)");
    }
  }

  @Test
  void modulesThatDoNotKeepTheManifestAreRefused() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(bundle, manifest -> manifest.putArray("grid").add(3).add(4));
    TinyBundles.edit(bundle, manifest -> ((ObjectNode) manifest.get("vision")).put("width", 13));
    List<Problem> problems = Refusal.problems(() -> load(bundle));
    assertThat(problems).extracting(Problem::code).containsOnly("bundle-invalid");
    assertThat(problems)
        .extracting(Problem::cause)
        .contains(
            "The modules of the model bundle "
                + bundle
                + " do not fit: the features of vision.pt are (1, 16, 12) where the manifest says"
                + " (1, 12, 13).")
        .hasSize(4);
  }

  @Test
  void aDecoderOfAnotherModelIsRefused() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.replace(
        bundle,
        "decoder.pt",
        Files.readAllBytes(TinyBundles.directory(TinyBundles.NO_CLS).resolve("decoder.pt")));
    List<Problem> problems = Refusal.problems(() -> load(bundle));
    assertThat(problems).extracting(Problem::code).containsOnly("bundle-invalid");
    assertThat(problems.get(0).cause())
        .contains("the keys of decoder.pt are (2, 1, 2, 1, 8) where the manifest says (2, 1, 1, 1,")
        .doesNotContain("\n");
    assertThat(problems.get(0).remedy()).isEqualTo("Export the bundle again, from one model.");
  }

  @Test
  void aModuleWithoutTheMethodsIsRefused() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.replace(bundle, "decoder.pt", Files.readAllBytes(bundle.resolve("vision.pt")));
    assertThat(Refusal.problem(() -> load(bundle)).cause())
        .endsWith("do not fit: Method 'embed' is not defined.");
  }

  @Test
  void aModuleForImagesOfAnotherSizeIsRefused() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(
        bundle,
        manifest -> {
          manifest.put("imageSize", 30);
          ((ObjectNode) manifest.at("/preprocessing/resize")).put("size", 30);
          ((ObjectNode) manifest.at("/preprocessing/crop")).put("width", 30).put("height", 30);
        });
    assertThat(Refusal.problem(() -> load(bundle)).cause())
        .endsWith(
            "do not fit: The size of tensor a (26) must match the size of tensor b (17) at"
                + " non-singleton dimension 1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vision.pt", "tokenizer.json"})
  void filesOfAnotherKindAreRefused(String name) throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.replace(bundle, name, "not what it seems".getBytes(StandardCharsets.UTF_8));
    Problem problem = Refusal.problem(() -> load(bundle));
    assertThat(problem.code()).isEqualTo("bundle-invalid");
    assertThat(problem.cause()).contains(bundle + " cannot be loaded: ").doesNotContain("\n");
  }
}
