package org.tokenquarry.jobs.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.tokenquarry.error.UserException;

/** Whatever the bytes of a list of images, it is read or refused. */
@Tag("fuzz")
class ImageIdsFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) throws IOException {
    try {
      assertThat(ImageIds.read(new ByteArrayInputStream(bytes), "a", 3)).hasSize(3);
    } catch (UserException e) {
      assertThat(e.problems())
          .allSatisfy(problem -> assertThat(problem.code()).isEqualTo("codebook-origins-invalid"));
    }
  }
}
