package org.tokenquarry.jobs.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code conf/discover-gpus.sh} with a script in place of {@code nvidia-smi}. */
class DiscoveryScriptTest {

  private static final Path SCRIPT = Path.of("../conf/discover-gpus.sh");

  @TempDir Path directory;

  private record Result(int code, String out, String err) {}

  @Test
  void tellsWhatTheDriverLists() throws Exception {
    nvidiaSmi("printf '0\\n1\\n10\\n'");
    Result result = run(Map.of());
    assertThat(result.code()).isZero();
    JsonNode told = new ObjectMapper().readTree(result.out());
    assertThat(told.get("name").asText()).isEqualTo("gpu");
    assertThat(told.get("addresses")).extracting(JsonNode::asText).containsExactly("0", "1", "10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3      ; [\"0\"]",
        "2,GPU-8f2c-11; [\"0\", \"1\"]",
        "5,-1,6 ; [\"0\"]",
      })
  void countsWhatIsVisibleFromNought(String visible, String addresses) throws Exception {
    nvidiaSmi("printf '0\\n1\\n2\\n3\\n4\\n5\\n'");
    Result result = run(Map.of("CUDA_VISIBLE_DEVICES", visible));
    assertThat(result.out().strip())
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": " + addresses + "}");
  }

  @Test
  void saysWhyThereIsNone() throws Exception {
    assertThat(run(Map.of()))
        .isEqualTo(
            new Result(
                1,
                "",
                "discover-gpus.sh: there is no nvidia-smi on this node's PATH. Install NVIDIA's"
                    + " driver, or ask for no GPU resource here.\n"));
    assertThat(run(Map.of("CUDA_VISIBLE_DEVICES", "")).err())
        .isEqualTo(
            "discover-gpus.sh: no GPU is visible here. Look at nvidia-smi and"
                + " CUDA_VISIBLE_DEVICES.\n");
    nvidiaSmi("echo 'NVIDIA-SMI has failed to communicate with the driver.'; exit 9");
    Result failed = run(Map.of());
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .isEqualTo(
            "discover-gpus.sh: nvidia-smi failed: NVIDIA-SMI has failed to communicate with the"
                + " driver. Look whether the driver is loaded.\n");
  }

  private void nvidiaSmi(String body) throws IOException {
    Path script = Files.writeString(directory.resolve("nvidia-smi"), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  /** Runs the script on a path where ours is the only {@code nvidia-smi}. */
  private Result run(Map<String, String> environment) throws Exception {
    // The folder of the few programs that it calls may hold a real nvidia-smi, so link to each.
    for (String program : new String[] {"bash", "env", "head", "tr", "sed", "paste"}) {
      Path link = directory.resolve(program);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, found(program));
      }
    }
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().clear();
    builder.environment().put("PATH", directory.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private static Path found(String program) {
    for (String folder : List.of(System.getenv("PATH").split(":", -1))) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return Path.of(folder, program);
      }
    }
    throw new IllegalStateException("no " + program + " on PATH");
  }
}
