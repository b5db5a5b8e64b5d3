package org.tokenquarry.foreign;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes, files of any format are read or refused; archives of PyTorch are seeds. */
@Tag("fuzz")
class TorchFuzzTest {

  private static final Path FILE = file();

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) throws Throwable {
    Files.write(FILE, bytes);
    TypedErrors.only(() -> ForeignFile.read(FILE, "a", Optional.empty()));
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzz", ".pt");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
