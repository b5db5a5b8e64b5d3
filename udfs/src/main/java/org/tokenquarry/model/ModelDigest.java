package org.tokenquarry.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.tokenquarry.digest.Sha256;

/**
 * The identity of a model: the sha256 of the part of its manifest that can change a number, in a
 * canonical form.
 *
 * <p>This part is the digests of all files and the fields below. Names, texts for people, licences
 * and notes on training are not part of it. The canonical form is JSON without white space, keys
 * sorted, numbers with a fraction as the shortest exact decimal ({@code
 * BigDecimal.stripTrailingZeros}), in UTF-8.
 */
final class ModelDigest {

  private static final List<String> FIELDS =
      List.of(
          "anyres",
          "dtype",
          "endIds",
          "files",
          "firstAnswerToken",
          "grid",
          "headDim",
          "hidden",
          "imageSize",
          "kvHeads",
          "layers",
          "padId",
          "planes",
          "positions",
          "preprocessing",
          "prompt",
          "questionTemplate",
          "vision",
          "vocabulary");

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private ModelDigest() {}

  /**
   * Computes the digest.
   *
   * @param manifest as {@link ManifestReader#parse} gives it, with exact decimals
   * @return lower-case hexadecimal
   */
  static String of(JsonNode manifest) {
    ObjectNode identity = ((ObjectNode) manifest.deepCopy()).retain(FIELDS);
    ((ObjectNode) identity.path("prompt")).retain("before", "after");
    ((ObjectNode) identity.path("vision")).retain("hasCls", "width", "layer");
    try {
      // Only maps are sorted by the writer, not JSON objects.
      String text = CANONICAL.writeValueAsString(CANONICAL.treeToValue(identity, Object.class));
      return Sha256.of(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read cannot fail to be written", e);
    }
  }
}
