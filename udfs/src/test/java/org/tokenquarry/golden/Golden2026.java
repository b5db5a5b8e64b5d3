package org.tokenquarry.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.tokenquarry.token.TokenMatrix;

/**
 * Cases of methods that were published in 2025 and 2026: what their own code computed in float32,
 * or, where a case says so, their formula. Several cases share inputs, which they name.
 */
public final class Golden2026 {

  /** The published code runs in float32. */
  public static final double TOLERANCE = 2e-4;

  private static final JsonNode ROOT = read();

  private Golden2026() {}

  private static JsonNode read() {
    try (InputStream in = Golden2026.class.getResourceAsStream("/golden/golden-2026.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node by its JSON pointer, such as {@code /downsample/grid_choice}. */
  public static JsonNode at(String pointer) {
    return ROOT.requiredAt(pointer);
  }

  /** The cases of a method. */
  public static Stream<JsonNode> cases(String method) {
    return Golden.elements(at("/" + method + "/cases"));
  }

  /** An array of equally long arrays, or the name of one. */
  public static TokenMatrix matrix(JsonNode node) {
    return Golden.matrix(resolved(node));
  }

  /** An array of numbers, or the name of one. */
  public static float[] floats(JsonNode node) {
    return Golden.floats(resolved(node));
  }

  /** Holds rows to an array of arrays. */
  public static void assertRows(TokenMatrix actual, JsonNode expected) {
    assertThat(actual.count()).isEqualTo(expected.size());
    for (int i = 0; i < actual.count(); i++) {
      assertThat(actual.row(i))
          .as("row " + i)
          .usingComparatorWithPrecision((float) TOLERANCE)
          .containsExactly(Golden.floats(expected.get(i)));
    }
  }

  private static JsonNode resolved(JsonNode node) {
    return node.isTextual() ? at("/inputs/" + node.asText()) : node;
  }
}
