package org.tokenquarry.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/**
 * A server in the JVM keeps what the test vectors of an export say, and refuses what is damaged.
 */
class ServedCodebookTest {

  /** An export of a small random model; the tests of the Python package read it too. */
  private static final Path EXPORT = Path.of("../scripts/serving/tests/codebook");

  @TempDir Path directory;

  @Test
  void theTestVectorsAreKept() throws IOException {
    ServedCodebook codebook = ServedCodebook.load(EXPORT);
    ExportFolder export = new ExportFolder(EXPORT);
    JsonNode vectors = new ObjectMapper().readTree(EXPORT.resolve("test-vectors.json").toFile());
    for (JsonNode each : vectors.get("cases")) {
      TokenMatrix tokens = export.tensor("test-vectors.safetensors", each.get("tensor").asText());
      assertThat(codebook.score(tokens)).isEqualTo(doubles(each.get("redundancy")));
      for (JsonNode kept : each.get("kept")) {
        Rule rule = Rule.of(kept.get("rule").asText());
        int k = kept.get("k").asInt();
        int[] places = places(kept.get("places"));
        assertThat(
                codebook.keep(
                    tokens, each.at("/grid/0").asInt(), each.at("/grid/1").asInt(), k, rule))
            .isEqualTo(places);
        if (rule == Rule.CODEBOOK) {
          assertThat(codebook.keep(tokens, k)).isEqualTo(places);
        }
      }
    }
  }

  @Test
  void badInputHasTheCodesOfThePythonPackage() {
    ServedCodebook codebook = ServedCodebook.load(EXPORT);
    TokenMatrix tokens = new TokenMatrix(new float[4 * codebook.width()], codebook.width());
    code("width-differs", () -> codebook.score(new TokenMatrix(new float[6], 3)));
    float[] nan = new float[codebook.width()];
    nan[1] = Float.NaN;
    code("not-finite", () -> codebook.score(new TokenMatrix(nan, nan.length)));
    code("not-finite", () -> ServedCodebook.of("", new TokenMatrix(nan, nan.length)));
    code("count-invalid", () -> codebook.keep(tokens, 0));
    code("count-invalid", () -> codebook.keep(tokens, 5));
    code("count-invalid", () -> codebook.keep(new TokenMatrix(new float[0], tokens.dim()), 1));
    code("grid-missing", () -> codebook.keep(tokens, 3, 2, 1, Rule.CODEBOOK_DIVERSE));
    code("grid-missing", () -> codebook.keep(tokens, 1 << 16, 1 << 16, 1, Rule.CODEBOOK));
    code("rule-unknown", () -> Rule.of("best"));
    code("codebook-empty", () -> ServedCodebook.of("", new TokenMatrix(new float[0], 4)));
  }

  @Test
  void aDamagedFolderIsRefused() throws IOException {
    code("export-missing", () -> ServedCodebook.load(directory.resolve("none")));
    for (String name : new String[] {"contract.json", "codebook.safetensors"}) {
      Path copy = copy("changed-" + name);
      byte[] bytes = Files.readAllBytes(copy.resolve(name));
      bytes[bytes.length - 3] ^= 1;
      Files.write(copy.resolve(name), bytes);
      code("export-damaged", () -> ServedCodebook.load(copy));
    }
    Path noManifest = copy("manifest");
    Files.writeString(noManifest.resolve("manifest.json"), "[1]");
    code("export-damaged", () -> ServedCodebook.load(noManifest));
    Files.write(noManifest.resolve("manifest.json"), new byte[] {0, 0, 0, 0x7b, 0x7f, 0, 0, 0});
    code("export-damaged", () -> ServedCodebook.load(noManifest));
    Files.writeString(
        noManifest.resolve("manifest.json"), "{\"files\":[{\"name\":\"../secret\"}]}");
    code("export-damaged", () -> ServedCodebook.load(noManifest));
  }

  @Test
  void anAliasIsFollowedToItsFolder() throws IOException {
    copy("codebook-v7");
    Path alias = directory.resolve("champion.json");
    Files.writeString(alias, "{\"directory\": \"codebook-v7\"}");
    assertThat(ServedCodebook.load(directory, "champion").digest())
        .isEqualTo(ServedCodebook.load(EXPORT).digest());
    Files.writeString(alias, "{\"directory\": \"../codebook-v7\"}");
    code("export-damaged", () -> ServedCodebook.load(directory, "champion"));
    Files.writeString(alias, "{\"directory\": \"codebook-v8\"}");
    code("export-missing", () -> ServedCodebook.load(directory, "champion"));
    code("export-missing", () -> ServedCodebook.load(directory, "candidate"));
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectory(directory.resolve(name));
    try (var files = Files.list(EXPORT)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void code(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.problems().get(0).code()).isEqualTo(code));
  }

  private static int[] places(JsonNode list) {
    int[] places = new int[list.size()];
    Arrays.setAll(places, i -> list.get(i).asInt());
    return places;
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> list.get(i).asDouble());
    return values;
  }
}
