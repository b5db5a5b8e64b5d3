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
 * {@code golden.json}: the numbers that eager torch computed from the weights when the bundle was
 * exported; see {@code docs/model-bundle.md}. Unknown fields are ignored.
 *
 * @param tolerance the largest difference at which numbers agree
 * @param pixelsSeed seed of the pixels, see {@link ProofPixels}
 * @param vision the outputs of the vision encoder
 * @param newline the newline vector; null where the bundle has none
 * @param cases sequences and their logits
 * @param torch version of torch
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
   * The outputs of the method {@code features} for the proof's pixels.
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
   * @param visual the indices of the visual tokens between the prompt's parts, -1 for the pad
   *     embedding
   * @param places the visual tokens in whose places these stand; null where positions are a count
   * @param length how many positions the sequence has
   * @param logits {@code [V]}
   * @param argmax id of the largest logit
   * @param maximum the largest logit
   */
  record Case(
      String name,
      List<Integer> visual,
      List<Integer> places,
      int length,
      GoldenTensor logits,
      int argmax,
      double maximum) {}

  /**
   * Reads the golden numbers of a bundle.
   *
   * @return empty where the bundle has none
   * @throws UserException with the code {@code bundle-invalid} if the file is not valid
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
