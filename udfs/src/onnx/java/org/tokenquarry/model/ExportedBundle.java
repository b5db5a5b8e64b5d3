package org.tokenquarry.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The bundled model in both formats, with golden numbers, which a script makes. */
public final class ExportedBundle {

  private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();
  private static final Path BUNDLED = Path.of("src/main/resources/bundled-model");
  private static final Path TARGET = Path.of("target/onnx/bundled");

  private static ModelBundle made;

  private ExportedBundle() {}

  /**
   * Makes the bundle, once in a JVM; the working directory is that of the module.
   *
   * @return empty where no Python of this machine has torch
   * @throws IllegalStateException if the script fails
   */
  public static synchronized Optional<ModelBundle> make() {
    if (made == null) {
      String python = output(SCRIPTS.resolve("python-with-torch.sh").toString()).strip();
      if (python.isEmpty()) {
        return Optional.empty();
      }
      String script = SCRIPTS.resolve("export_onnx.py").toString();
      output(python, script, BUNDLED.toString(), TARGET.toString());
      made = ModelBundle.open(TARGET.toString());
    }
    return Optional.of(made);
  }

  private static String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
