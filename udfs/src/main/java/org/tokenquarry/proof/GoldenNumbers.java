package org.tokenquarry.proof;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.ModelBundle;

/**
 * {@code golden.json}: what eager torch computed from a bundle's weights where it was exported; see
 * {@code docs/model-bundle.md}. Fields it does not know are ignored.
 *
 * @param tolerance a difference up to which numbers agree
 * @param pixelsSeed which pixels, see {@link ProofPixels}
 * @param vision summaries of what the vision encoder gives
 * @param newline of the newline vector; null where the bundle has none
 * @param cases sequences and their logits
 * @param torch version that computed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GoldenNumbers(
    double tolerance,
    long pixelsSeed,
    VisionTensors vision,
    GoldenTensor newline,
    List<Case> cases,
    String torch) {

  private static final String FILE = "golden.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  /** Checks and copies. */
  GoldenNumbers {
    if (vision == null || cases == null || cases.isEmpty() || !(tolerance > 0)) {
      throw new IllegalArgumentException("vision, cases and a tolerance are needed");
    }
    cases = List.copyOf(cases);
  }

  /**
   * Summaries of {@code features} on the proof's pixels.
   *
   * @param visualTokens {@code [N, D]}
   * @param clsCosine {@code [N]}
   * @param vitFeatures {@code [N, Dv]}
   * @param clsAttention {@code [N]}
   */
  record VisionTensors(
      GoldenTensor visualTokens,
      GoldenTensor clsCosine,
      GoldenTensor vitFeatures,
      GoldenTensor clsAttention) {}

  /**
   * A sequence and the logits of its last position.
   *
   * @param name such as {@code region}
   * @param visual what stands between the prompt's parts: visual tokens, -1 for the pad embedding
   * @param length positions in all
   * @param logits summary of {@code [V]}
   * @param argmax id of the largest logit
   * @param maximum the largest logit
   */
  record Case(
      String name,
      List<Integer> visual,
      int length,
      GoldenTensor logits,
      int argmax,
      double maximum) {}

  /**
   * Reads those of a bundle.
   *
   * @return nothing where the bundle has none
   * @throws UserException with the code {@code bundle-invalid} if they make no sense
   */
  static Optional<GoldenNumbers> of(ModelBundle bundle) {
    return bundle.file(FILE).map(file -> read(file, bundle.location()));
  }

  private static GoldenNumbers read(Path file, String location) {
    try {
      return JSON.readValue(file.toFile(), GoldenNumbers.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "bundle-invalid",
          "The golden.json of the model bundle "
              + location
              + " makes no sense: "
              + e.getOriginalMessage().lines().findFirst().orElse("no reason given")
              + ".",
          "Export the bundle again.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
