package org.tokenquarry.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.ImageFeatures;

class BundleProofTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void pixelsAreThoseOfTheDocumentedRule() {
    // (1 * 2654435761 mod 2^32) / 2^32 = 0.618034, and the same for 2 and 3.
    float[] pixels = ProofPixels.of(1, 3);
    assertThat(pixels[0]).isCloseTo(0.23606798f, within(1e-6f));
    assertThat(pixels[1]).isCloseTo(-0.52786404f, within(1e-6f));
    assertThat(pixels[2]).isCloseTo(0.7082039f, within(1e-6f));
    assertThat(ProofPixels.of(0, 1)).containsExactly(-1);
  }

  /** Matrix products of small widths have other kernels without it (docs/determinism.md). */
  private static boolean hasAvx512() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512f ");
    } catch (IOException e) {
      return false; // Another operating system.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TinyBundles.TINY, TinyBundles.NO_CLS, "bundled"})
  void goodBundlesPassWithoutGoldenNumbers(String name) {
    String location = name.equals("bundled") ? name : TinyBundles.directory(name).toString();
    BundleProof proof = BundleProof.of(location, ModelDevice.CPU);
    assertThat(proof.good()).as("%s", proof.checks()).isTrue();
    assertThat(proof.device()).isEqualTo("cpu");
    assertThat(proof.checks())
        .extracting(Check::name)
        .containsExactly(
            "digests",
            "contract",
            "vision.finite",
            "vision.determinism",
            "vision.features",
            "decoder.finite",
            "decoder.determinism",
            "decoder.forward",
            "decoder.prefill",
            "decoder.batch",
            "decoder.companions",
            "decoder.layers",
            "tokenizer",
            "golden");
    assertThat(proof.checks())
        .filteredOn(check -> check.name().equals("decoder.companions"))
        .as(
            "companions change no bit where that was measured, and elsewhere the difference is told")
        .extracting(Check::difference)
        .allSatisfy(
            difference -> assertThat(difference).isLessThanOrEqualTo(hasAvx512() ? 0 : 1e-6));
    Check golden = proof.checks().get(proof.checks().size() - 1);
    assertThat(golden.outcome()).isEqualTo(Check.Outcome.ABSENT);
    assertThat(golden.detail()).contains("no golden.json").contains("not proved");
  }

  @Test
  void goldenNumbersThatTheModelGivesPass() throws IOException {
    List<String> begun = new ArrayList<>();
    BundleProof proof = BundleProof.of(withGolden(golden -> {}), ModelDevice.CPU, begun::add);
    assertThat(proof.good()).as("%s", proof.checks()).isTrue();
    assertThat(begun)
        .containsExactly(
            "digests of the files",
            "shapes of every method",
            "the vision tower",
            "the decoder with a whole image, twice",
            "the decoder's methods",
            "golden numbers of the vision tower",
            "golden numbers of region");
    assertThat(proof.checks())
        .filteredOn(check -> check.name().startsWith("golden."))
        .extracting(Check::name)
        .containsExactly(
            "golden.vision.visualTokens",
            "golden.vision.clsCosine",
            "golden.vision.vitFeatures",
            "golden.vision.clsAttention",
            "golden.region",
            "golden.region.argmax");
  }

  @Test
  void aGoldenNumberThatDiffersIsToldWithItsDifference() throws IOException {
    String location =
        withGolden(
            golden -> {
              ArrayNode first = (ArrayNode) golden.at("/cases/0/logits/first");
              first.set(3, JSON.getNodeFactory().numberNode(first.get(3).asDouble() + 0.25));
            });
    BundleProof proof = BundleProof.of(location, ModelDevice.CPU);
    assertThat(proof.good()).isFalse();
    assertThat(proof.checks())
        .filteredOn(check -> !check.good())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.name()).isEqualTo("golden.region");
              assertThat(check.difference()).isCloseTo(0.25, within(0.05));
              assertThat(check.allowed()).isEqualTo(1e-4);
            });
  }

  @Test
  void anotherFirstAnswerIsTold() throws IOException {
    String location =
        withGolden(
            golden -> {
              ObjectNode region = (ObjectNode) golden.at("/cases/0");
              region.put("argmax", (region.get("argmax").asInt() + 1) % 50);
            });
    assertThat(BundleProof.of(location, ModelDevice.CPU).checks())
        .filteredOn(check -> !check.good())
        .extracting(Check::name)
        .containsExactly("golden.region.argmax");
  }

  @Test
  void goldenNumbersBeyondTheImageAreTold() throws IOException {
    String location = withGolden(golden -> ((ArrayNode) golden.at("/cases/0/visual")).set(0, 99));
    assertThat(BundleProof.of(location, ModelDevice.CPU).checks())
        .filteredOn(check -> !check.good())
        .extracting(Check::detail)
        .containsExactly("names a visual token beyond the 16");
  }

  @Test
  void goldenNumbersOfAnotherPromptAreTold() throws IOException {
    String location = withGolden(golden -> ((ObjectNode) golden.at("/cases/0")).put("length", 3));
    assertThat(BundleProof.of(location, ModelDevice.CPU).checks())
        .filteredOn(check -> !check.good())
        .singleElement()
        .satisfies(check -> assertThat(check.detail()).endsWith("positions of it, not 3"));
  }

  @Test
  void goldenNumbersThatMakeNoSenseAreRefused() throws IOException {
    String location = withGolden(golden -> golden.remove("cases"));
    assertThatThrownBy(() -> BundleProof.of(location, ModelDevice.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("The golden.json of the model bundle " + location + " makes no sense")
        .hasMessageContaining("vision, cases and a tolerance are needed");
  }

  @Test
  void numbersThatAreNoneAreInfinitelyFar() {
    assertThat(Difference.of(Double.NaN, 1)).isInfinite();
    assertThat(Difference.of(3, 2)).isEqualTo(0.5);
    assertThat(Difference.of(0.3, 0.1)).isCloseTo(0.2, within(1e-12));
    assertThat(Difference.largest(new float[] {1}, new float[] {1, 2})).isInfinite();
    assertThat(new GoldenTensor(List.of(1.0, 2.0), 1.5).difference(new float[] {1})).isInfinite();
    assertThat(new GoldenTensor(List.of(1.0, 2.0), 1.5).difference(new float[] {1, 2})).isZero();
  }

  /** A copy of the tiny bundle with golden numbers, computed here and then changed. */
  private String withGolden(Consumer<ObjectNode> change) throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, directory);
    ObjectNode golden = JSON.createObjectNode().put("tolerance", 1e-4).put("pixelsSeed", 7);
    try (LoadedModel model =
        LoadedModel.open(ModelBundle.open(bundle.toString()), ModelDevice.CPU)) {
      float[] pixels = ProofPixels.of(7, model.manifest().pixelCount());
      ImageFeatures image = model.vision().imageFeatures(new float[][] {pixels}).get(0);
      ObjectNode vision = golden.putObject("vision");
      vision.set("visualTokens", summary(image.tokens().projected().values()));
      vision.set("clsCosine", summary(image.tokens().clsCosine()));
      vision.set("vitFeatures", summary(image.features().values()));
      vision.set("clsAttention", summary(image.clsAttention()));
      List<Integer> region = List.of(5, 6, -1, 10);
      PromptSequences sequences = new PromptSequences(model, image.tokens().projected());
      float[] logits = sequences.logits(region, region);
      int best =
          IntStream.range(0, logits.length).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
      ObjectNode each = golden.putArray("cases").addObject();
      each.put("name", "region").put("argmax", best).put("maximum", logits[best]);
      each.put("length", sequences.length(region));
      each.set("visual", JSON.valueToTree(region));
      each.set("logits", summary(logits));
    }
    change.accept(golden);
    TinyBundles.replace(bundle, "golden.json", JSON.writeValueAsBytes(golden));
    return bundle.toString();
  }

  private static ObjectNode summary(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    ObjectNode summary = JSON.createObjectNode().put("mean", sum / values.length);
    ArrayNode first = summary.putArray("first");
    for (int i = 0; i < Math.min(16, values.length); i++) {
      first.add(values[i]);
    }
    return summary;
  }
}
