package org.tokenquarry.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tokenquarry.token.TokenMatrix;

/** Numeric cases with expected values, computed independently in float64 from the formulas. */
public final class Golden {

  /** Expected values are rounded to nine decimals, and inputs to float32. */
  public static final double TOLERANCE = 1e-6;

  private static final String RESOURCE = "/golden/golden.json";

  private Golden() {}

  /** A node by its JSON pointer, such as {@code /jsd/cases}. */
  public static JsonNode at(String pointer) {
    try (InputStream in = Golden.class.getResourceAsStream(RESOURCE)) {
      JsonNode node = new ObjectMapper().readTree(in).at(pointer);
      if (node.isMissingNode()) {
        throw new IllegalArgumentException(RESOURCE + " has no " + pointer);
      }
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The named cases of an object, in the order of the file. */
  public static Stream<Map.Entry<String, JsonNode>> fields(JsonNode object) {
    return object.properties().stream();
  }

  /** An array of numbers, narrowed. */
  public static float[] floats(JsonNode array) {
    double[] values = doubles(array);
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return narrowed;
  }

  /** An array of numbers. */
  public static double[] doubles(JsonNode array) {
    return elements(array).mapToDouble(JsonNode::asDouble).toArray();
  }

  /** An array of whole numbers. */
  public static int[] ints(JsonNode array) {
    return elements(array).mapToInt(JsonNode::asInt).toArray();
  }

  /** An array of strings. */
  public static List<String> strings(JsonNode array) {
    return elements(array).map(JsonNode::asText).toList();
  }

  /** An array of equally long arrays. */
  public static TokenMatrix matrix(JsonNode rows) {
    List<float[]> values = new ArrayList<>();
    rows.forEach(row -> values.add(floats(row)));
    return TokenMatrix.of(values, values.get(0).length);
  }

  /** The elements of an array. */
  public static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
