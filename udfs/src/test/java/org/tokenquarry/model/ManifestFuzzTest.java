package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.tokenquarry.error.UserException;

/** Whatever the bytes of a manifest, it is read and has a digest, or is refused. */
@Tag("fuzz")
class ManifestFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) {
    try {
      JsonNode root = ManifestReader.parse(bytes, "a");
      ManifestReader.read(root, "a");
      assertThat(ModelDigest.of(root)).hasSize(64);
    } catch (UserException e) {
      assertThat(e.problems())
          .allSatisfy(problem -> assertThat(problem.code()).startsWith("bundle-"));
    }
  }
}
