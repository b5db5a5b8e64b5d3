package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;

/** {@code verify-bundle} through the command line. */
class VerifyBundleTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BUNDLES = Path.of("../udfs/src/test/resources/bundles");

  @TempDir Path directory;

  @Test
  void theBundledModelIsProvedButForGoldenNumbers() {
    Commands.Result result = run("verify-bundle", "bundled", "--set", "model.device=cpu");
    assertThat(result.code()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().get("golden").asBoolean()).isFalse();
    assertThat(result.json().get("places")).hasSize(1);
    assertThat(result.json().get("places").get(0).asText()).startsWith("cpu of ");
    JsonNode determinism = check(result, "decoder.determinism");
    assertThat(determinism.get("outcome").asText()).isEqualTo("passed");
    assertThat(determinism.get("difference").asDouble()).isZero();
    assertThat(check(result, "golden").get("outcome").asText()).isEqualTo("absent");
  }

  private static JsonNode check(Commands.Result result, String name) {
    for (JsonNode check : result.json().get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + result.json());
  }

  @Test
  void tasksProveWhereSparkPutsThem() {
    Commands.Result result =
        run(
            "verify-bundle",
            BUNDLES.resolve("tiny").toString(),
            "--tasks",
            "2",
            "--set",
            "spark.master=local[2]");
    assertThat(result.code()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().get("places").get(0).asText()).startsWith("cpu of ");
  }

  @Test
  void numbersThatDifferAreTheUsersMistakeWithReasons() throws IOException {
    Path bundle = copy();
    String golden =
        """
        {"tolerance": 1e-4, "pixelsSeed": 1,
         "vision": {"visualTokens": {"first": [1e6], "mean": 0}},
         "cases": [{"name": "full", "visual": [], "length": 1, "argmax": 0, "maximum": 0,
                    "logits": {"first": [], "mean": 0}}]}
        """;
    Files.writeString(bundle.resolve("golden.json"), golden);
    ObjectNode manifest = (ObjectNode) JSON.readTree(bundle.resolve("bundle.json").toFile());
    ((ObjectNode) manifest.get("files")).put("golden.json", Sha256.of(golden));
    JSON.writeValue(bundle.resolve("bundle.json").toFile(), manifest);

    Commands.Result result = run("verify-bundle", bundle.toString());

    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("bundle-unproved");
    assertThat(result.error("message"))
        .startsWith("The model bundle " + bundle + " failed the check golden.vision.visualTokens")
        .contains("the largest difference is 1.00 where 0.000100 is allowed");
    assertThat(result.json().at("/error/problems")).hasSize(2);
    assertThat(result.json().at("/error/problems/1/message").asText())
        .contains("golden.full")
        .contains("positions of it, not 1");
  }

  @Test
  void aDamagedFileIsToldBeforeAnythingRuns() throws IOException {
    Path bundle = copy();
    Files.writeString(bundle.resolve("decoder.pt"), "no weights");
    Commands.Result result = run("verify-bundle", bundle.toString());
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("bundle-corrupt");
    assertThat(result.error("message")).contains("decoder.pt").contains("sha256");
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    Commands.Result result = run("verify-bundle", "bundled", "--set", "model.device=gpu");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("device-unavailable");
    assertThat(result.error("message")).contains("PyTorch's CPU libraries are loaded");
  }

  private Path copy() throws IOException {
    Path bundle = Files.createDirectories(directory.resolve("bundle"));
    for (String file : List.of("bundle.json", "vision.pt", "decoder.pt", "tokenizer.json")) {
      Files.copy(BUNDLES.resolve("tiny").resolve(file), bundle.resolve(file));
    }
    return bundle;
  }
}
