package org.tokenquarry.jobs.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.serving.Rule;
import org.tokenquarry.serving.ServedCodebook;
import org.tokenquarry.token.TokenMatrix;

/** An export says everything that a server needs, and a server that follows it keeps our tokens. */
class ServedCodebookTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SERVING = Path.of("../scripts/serving").toAbsolutePath();

  private static final Path MATRICES = Path.of("target", "matrices").toAbsolutePath();
  private static final int IMAGES = 1000;
  private static final int ROWS = 4;
  private static final int COLUMNS = 5;

  @TempDir static Path directory;
  private static Path exported;

  @BeforeAll
  static void export() throws IOException {
    Commands.Result result =
        ClusteredWarehouse.in(directory)
            .run(
                "export",
                "latest",
                "--out",
                Path.of("target", "served").toAbsolutePath().toString());
    exported = Path.of(result.json().get("directory").asText());
  }

  @Test
  void theContractNamesTheFileTheSpaceAndTheRules() throws IOException {
    JsonNode contract = json("contract.json");
    Path file = exported.resolve(contract.at("/codebook/file").asText());
    assertThat(Sha256.of(Files.readAllBytes(file)))
        .isEqualTo(contract.at("/codebook/sha256").asText());
    assertThat(contract.at("/codebook/shape/1")).isEqualTo(contract.at("/space/width"));
    assertThat(contract.at("/space/where").asText()).startsWith("behind the projector");
    assertThat(contract.at("/rules/codebook-diverse/same").asDouble()).isEqualTo(0.3);
    assertThat(contract.at("/codebook/contentDigest"))
        .isEqualTo(json("card.json").get("contentDigest"));
    List<String> files = new ArrayList<>();
    json("manifest.json").get("files").forEach(each -> files.add(each.get("name").asText()));
    assertThat(files)
        .containsExactly(
            "codebook.safetensors",
            "card.json",
            "contract.json",
            "codebook.onnx",
            "codebook.npy",
            "codebook.parquet",
            "codebook.pt",
            "codebook.json",
            "test-vectors.safetensors",
            "test-vectors.json",
            "README.md",
            "Modelfile");
  }

  @Test
  void testVectorsHaveTiesAndEveryRule() throws IOException {
    JsonNode cases = json("test-vectors.json").get("cases");
    assertThat(cases).hasSize(3);
    List<Double> tied = new ArrayList<>();
    cases.get(1).get("redundancy").forEach(r -> tied.add(r.asDouble()));
    assertThat(tied.get(3)).isZero();
    assertThat(tied.subList(20, 30)).isEqualTo(tied.subList(10, 20));
    for (JsonNode kept : cases.get(1).get("kept")) {
      assertThat(kept.get("places")).hasSize(kept.get("k").asInt());
    }
    assertThat(cases.get(1).get("kept")).hasSize(8);
  }

  @Test
  void theNumpyPackageKeepsTheSameTokens() throws Exception {
    assumeTrue(run("-c", "import numpy").code() == 0, "SKIPPED: python3 has no numpy");
    writeMatrices();
    Ran ran = run("-m", "unittest", "discover", "-s", "tests", "-t", ".");
    assertThat(ran.code()).as(ran.said()).isZero();
    // Where there is no ONNX Runtime, its test says that it is skipped.
    System.out.println(ran.said());
    assertThat(ran.said()).contains("OK");
  }

  /** A thousand images with equal tokens, and what Java keeps of them. */
  private static void writeMatrices() throws IOException {
    ServedCodebook codebook = ServedCodebook.load(exported);
    Random random = new Random(1000);
    List<float[]> tokens = new ArrayList<>();
    ObjectNode expected = JSON.createObjectNode();
    expected.putArray("grid").add(ROWS).add(COLUMNS);
    ArrayNode kept = expected.putArray("kept");
    for (int image = 0; image < IMAGES; image++) {
      float[][] rows = new float[ROWS * COLUMNS][codebook.width()];
      for (float[] row : rows) {
        for (int d = 0; d < row.length; d++) {
          row[d] = (float) random.nextGaussian();
        }
      }
      rows[5] = rows[random.nextInt(rows.length)].clone();
      TokenMatrix matrix = TokenMatrix.of(List.of(rows), codebook.width());
      ObjectNode places = kept.addObject();
      for (Rule rule : Rule.values()) {
        ArrayNode list = places.putArray(rule.word());
        int k = 1 + image % rows.length;
        Arrays.stream(codebook.keep(matrix, ROWS, COLUMNS, k, rule)).forEach(list::add);
      }
      tokens.addAll(List.of(rows));
    }
    Files.createDirectories(MATRICES);
    Files.writeString(MATRICES.resolve("kept.json"), expected.toString());
    try (OutputStream out = Files.newOutputStream(MATRICES.resolve("matrices.safetensors"))) {
      TokenMatrix all = TokenMatrix.of(tokens, codebook.width());
      Safetensors.write(
          out, ExportType.FLOAT32, List.of(new Safetensors.Tensor("tokens", all)), new TreeMap<>());
    }
  }

  private record Ran(int code, String said) {}

  private static Ran run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(python()), Stream.of(arguments)).toArray(String[]::new));
    builder.directory(SERVING.toFile());
    builder.environment().put("TOKENQUARRY_EXPORT", exported.toString());
    builder.environment().put("TOKENQUARRY_MATRICES", MATRICES.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try {
      Process process = builder.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ran(process.waitFor(), said);
    } catch (IOException e) {
      return new Ran(1, "there is no python3");
    }
  }

  /** Debian's own Python has Debian's numpy. */
  private static String python() {
    String chosen = System.getenv("TOKENQUARRY_PYTHON");
    Path debian = Path.of("/usr/bin/python3");
    return chosen != null ? chosen : Files.isExecutable(debian) ? debian.toString() : "python3";
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(exported.resolve(file).toFile());
  }
}
