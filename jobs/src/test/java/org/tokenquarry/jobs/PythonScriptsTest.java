package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts say when the interpreter lacks a package. */
class PythonScriptsTest {

  @TempDir Path directory;

  private record Result(int code, String said) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"export_model", "random_bundle", "train_bundled_model", "bench_screening"})
  void aMissingTorchIsOneSentenceAndARemedy(String name) throws Exception {
    Result result = run(name, "");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.said().lines()).hasSize(1);
    assertThat(result.said())
        .startsWith(name + ".py: ")
        .contains(" has no torch. ", "/usr/bin/python3", "scripts/" + name + ".py --help");
  }

  @Test
  void anOldTorchIsTold() throws Exception {
    Path torch = Files.createDirectory(directory.resolve("torch"));
    Files.writeString(torch.resolve("__init__.py"), "__version__ = '1.9.0+cpu'\n");
    Result result = run("random_bundle", directory.toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.said().lines()).hasSize(1);
    assertThat(result.said()).contains(" has torch 1.9.0+cpu, and 1.13 or newer is needed. ");
  }

  @Test
  void aTorchThatDoesNotLoadIsTold() throws Exception {
    Path torch = Files.createDirectory(directory.resolve("torch"));
    Files.writeString(torch.resolve("__init__.py"), "raise OSError('libgomp.so.1: not found')\n");
    assertThat(run("export_model", directory.toString()).said())
        .contains(" cannot load torch (OSError: libgomp.so.1: not found). ")
        .doesNotContain("Traceback");
  }

  /** Runs a script without the installed packages (-S), and with those of a folder. */
  private static Result run(String name, String packages) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("python3", "-S", "../scripts/" + name + ".py", "--help");
    builder.environment().put("PYTHONPATH", packages);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    // Otherwise export_model.py starts itself again, without -S.
    builder.environment().put("PYTHONHASHSEED", "0");
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "SKIPPED: there is no python3");
      throw e;
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), said);
  }
}
