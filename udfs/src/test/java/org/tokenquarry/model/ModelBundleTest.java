package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.error.Problem;
import org.tokenquarry.image.Preprocessing;
import org.tokenquarry.token.TokenGrid;

class ModelBundleTest {

  @TempDir Path temp;

  private static ModelBundle open(Path directory) {
    return ModelBundle.open(directory.toString());
  }

  @Test
  void readsEveryField() {
    BundleManifest manifest = open(TinyBundles.directory(TinyBundles.TINY)).manifest();
    assertThat(manifest.name()).isEqualTo("tiny");
    assertThat(manifest.grid()).isEqualTo(new TokenGrid(4, 4));
    assertThat(manifest.imageSize()).isEqualTo(24);
    assertThat(manifest.pixelCount()).isEqualTo(1728);
    assertThat(manifest.hidden()).isEqualTo(16);
    assertThat(manifest.layers()).isEqualTo(2);
    assertThat(manifest.kvHeads()).isEqualTo(1);
    assertThat(manifest.headDim()).isEqualTo(8);
    assertThat(manifest.dtype()).isEqualTo("float32");
    assertThat(manifest.prompt().before()).containsExactly(2, 5);
    assertThat(manifest.prompt().after()).hasSize(7);
    assertThat(manifest.questionTemplate()).isEqualTo("{question} <assistant>");
    assertThat(manifest.padId()).isZero();
    assertThat(manifest.endIds()).containsExactly(3);
    assertThat(manifest.firstAnswerToken().rule()).isEqualTo("first");
    assertThat(manifest.firstAnswerToken().skipIds()).isEmpty();
    assertThat(manifest.vision()).isEqualTo(new BundleManifest.Vision(true, 12, 2));
    assertThat(manifest.preprocessing().resample()).isEqualTo(Preprocessing.Resample.BICUBIC);
    assertThat(manifest.preprocessing().rescale()).isEqualTo(1 / 255.0);
    assertThat(manifest.files()).containsOnlyKeys("decoder.pt", "tokenizer.json", "vision.pt");
  }

  @Test
  void digestIsTheDocumentedOneAndBelongsToTheContent() throws IOException {
    String expected = TinyBundles.expected(TinyBundles.TINY).path("modelDigest").asText();
    assertThat(open(TinyBundles.directory(TinyBundles.TINY)).digest()).isEqualTo(expected);
    Path elsewhere = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(elsewhere, manifest -> manifest.put("name", "x").put("license", "MIT"));
    assertThat(open(elsewhere).digest()).isEqualTo(expected);
    assertThat(ModelBundle.open(elsewhere.toUri().toString()).digest()).isEqualTo(expected);
  }

  @Test
  void digestFollowsWhatChangesNumbers() throws IOException {
    String original = open(TinyBundles.directory(TinyBundles.TINY)).digest();
    assertThat(open(TinyBundles.directory(TinyBundles.NO_CLS)).digest()).isNotEqualTo(original);
    Path padded = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(padded, manifest -> manifest.put("padId", 1));
    assertThat(open(padded).digest()).isNotEqualTo(original);
  }

  @Test
  void aLocationWithNothingIsMissing() {
    Problem problem = Refusal.problem(() -> open(temp.resolve("nowhere")));
    assertThat(problem.code()).isEqualTo("bundle-missing");
    assertThat(problem.cause()).isEqualTo("There is no model bundle at " + temp + "/nowhere.");
    assertThat(problem.remedy()).contains("bundle.json");
  }

  @Test
  void anUnknownFileSystemIsTold() {
    Problem problem = Refusal.problem(() -> ModelBundle.open("gopher://host/bundle"));
    assertThat(problem.code()).isEqualTo("bundle-missing");
    assertThat(problem.cause()).contains("gopher://host/bundle is on no file system that is known");
  }

  @Test
  void aDirectoryWithoutManifestIsForeign() {
    Problem problem = Refusal.problem(() -> open(temp));
    assertThat(problem.code()).isEqualTo("bundle-foreign");
    assertThat(problem.cause()).contains(temp + " has no bundle.json");
  }

  @Test
  void jsonOfSomethingElseIsForeign() throws IOException {
    Files.writeString(temp.resolve("bundle.json"), "{\"entry\": \"src/index.js\"}");
    Problem problem = Refusal.problem(() -> open(temp));
    assertThat(problem.code()).isEqualTo("bundle-foreign");
    assertThat(problem.cause()).contains("has no formatVersion");
  }

  @Test
  void anotherFormatVersionIsForeign() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(bundle, manifest -> manifest.put("formatVersion", 2));
    Problem problem = Refusal.problem(() -> open(bundle));
    assertThat(problem.code()).isEqualTo("bundle-foreign");
    assertThat(problem.cause()).contains("has format version 2, and only 1 is understood");
  }

  @Test
  void aTruncatedManifestIsCorrupt() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    byte[] bytes = Files.readAllBytes(bundle.resolve("bundle.json"));
    for (int length = 2; length < bytes.length - 2; length += 7) {
      Files.write(bundle.resolve("bundle.json"), Arrays.copyOf(bytes, length));
      Problem problem = Refusal.problem(() -> open(bundle));
      assertThat(problem.code()).isEqualTo("bundle-corrupt");
      assertThat(problem.cause()).contains("is not valid JSON (line ").doesNotContain("\n");
    }
  }

  @Test
  void damagedAndMissingFilesAreAllNamed() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    byte[] vision = Files.readAllBytes(bundle.resolve("vision.pt"));
    String sound = DigestUtils.sha256Hex(vision);
    vision[vision.length / 2] ^= 1;
    Files.write(bundle.resolve("vision.pt"), vision);
    byte[] tokenizer = Files.readAllBytes(bundle.resolve("tokenizer.json"));
    Files.write(bundle.resolve("tokenizer.json"), Arrays.copyOf(tokenizer, 100));
    Files.delete(bundle.resolve("decoder.pt"));

    List<Problem> problems = Refusal.problems(() -> open(bundle));

    assertThat(problems).extracting(Problem::code).containsOnly("bundle-corrupt");
    assertThat(problems)
        .extracting(Problem::remedy)
        .containsOnly("Copy or export the bundle again.");
    assertThat(problems.get(0).cause()).contains("lists the file decoder.pt, but there is none");
    assertThat(problems.get(1).cause()).contains("The file tokenizer.json", "is damaged");
    assertThat(problems.get(2).cause())
        .contains("The file vision.pt", "should be " + sound + " and is ")
        .contains(DigestUtils.sha256Hex(vision));
  }

  @Test
  void preprocessingThatIsNotUnderstoodIsRefused() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("preprocessing")).put("sharpen", true));
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("preprocessing makes no sense: Unrecognized field \"sharpen\"")
        .doesNotContain("\n");
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("preprocessing")).remove("sharpen"));
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.at("/preprocessing/crop")).put("width", 20));
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("preprocessing makes images of another size than imageSize, 24");
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("preprocessing")).put("rescale", -1));
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("preprocessing needs a rescale factor above 0");
  }

  @Test
  void anAreaWithoutBoundsOrWithACropIsRefused() throws IOException {
    Path bundle = TinyBundles.copy("qwen2_5_vl-native-tiny", temp);
    assertThat(open(bundle).manifest().keepsShape()).isTrue();
    assertThat(open(bundle).manifest().mostTokens()).isEqualTo(100);
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.at("/preprocessing/resize")).remove("most"));
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("preprocessing needs bounds of the area");
    TinyBundles.edit(
        bundle,
        m -> {
          ((ObjectNode) m.at("/preprocessing/resize")).put("most", 6400);
          ((ObjectNode) m.get("preprocessing")).putObject("crop").put("height", 8).put("width", 8);
        });
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("a resize to an area and neither crop nor pad");
    TinyBundles.edit(
        bundle,
        m -> {
          ((ObjectNode) m.get("preprocessing")).putNull("crop");
          m.put("imageSize", 81);
        });
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("preprocessing makes images of another size than imageSize, 81");
  }

  @Test
  void tilesAreReadAndBelongToTheModel() throws IOException {
    BundleManifest next = open(TinyBundles.directory("llava-next-tiny")).manifest();
    assertThat(next.anyres().kind()).isEqualTo(TileRule.Kind.NEXT);
    assertThat(next.anyres().pinpoints()).hasSize(5).first().isEqualTo(List.of(56, 112));
    assertThat(next.anyres().newline()).isTrue();
    assertThat(open(TinyBundles.directory(TinyBundles.TINY)).manifest().anyres()).isNull();
    Path bundle = TinyBundles.copy("llava-next-tiny", temp);
    String digest = open(bundle).digest();
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("anyres")).put("maxTiles", 9));
    assertThat(open(bundle).digest()).isNotEqualTo(digest);
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("anyres")).put("tile", 28));
    assertThat(Refusal.problem(() -> open(bundle)).cause())
        .contains("anyres cuts tiles of another size than imageSize, 56");
    TinyBundles.edit(bundle, m -> ((ObjectNode) m.get("anyres")).put("kind", "spatial"));
    assertThat(Refusal.problem(() -> open(bundle)).cause()).contains("anyres makes no sense: ");
  }

  @Test
  void nonsenseInTheManifestIsToldAllAtOnce() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(
        bundle,
        manifest -> {
          manifest.put("hidden", 0).put("headDim", "eight").put("padId", 1000).put("dtype", "int8");
          manifest.remove("layers");
          manifest.put("questionTemplate", "tell me");
          manifest.putArray("grid").add(4);
          ((ObjectNode) manifest.get("prompt")).putArray("after");
          ((ObjectNode) manifest.get("vision")).put("hasCls", "yes");
          ((ObjectNode) manifest.get("files")).put("../x", "0").remove("vision.pt");
          manifest.putNull("preprocessing");
        });
    List<Problem> problems = Refusal.problems(() -> open(bundle));
    assertThat(problems).extracting(Problem::code).containsOnly("bundle-invalid");
    assertThat(problems)
        .extracting(problem -> problem.cause().replaceFirst(".*" + bundle + ", ", ""))
        .containsExactlyInAnyOrder(
            "hidden is 0, not a whole number from 1 to 16777216.",
            "headDim is \"eight\", not a whole number from 1 to 1024.",
            "padId is 1000, not a whole number from 0 to 39.",
            "dtype is \"int8\", not one of float32, float16, bfloat16.",
            "layers is missing, not a whole number from 1 to 1024.",
            "questionTemplate is \"tell me\", which has no {question}.",
            "grid.1 is missing, not a whole number from 1 to 24.",
            "prompt.after is [], not a list of at least 1 of ids below 40.",
            "vision.hasCls is \"yes\", neither true nor false.",
            "files names \"../x\", which is no plain file name.",
            "files does not list vision.pt, which every bundle needs.",
            "preprocessing is null, not an object with fields.");
  }
}
