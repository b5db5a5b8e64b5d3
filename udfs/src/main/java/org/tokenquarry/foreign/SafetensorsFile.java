package org.tokenquarry.foreign;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.token.TokenMatrix;

/**
 * The safetensors format: the length of the header, the header (JSON), the bytes of all tensors.
 */
final class SafetensorsFile {

  /** Bytes of the shortest file: a length and an opening brace. */
  static final int LEAST = Long.BYTES + 1;

  /** The tensor that is taken from several, if none is named. */
  private static final String USUAL = "prototypes";

  private static final String METADATA = "__metadata__";

  /** Room for thousands of tensors. */
  private static final int MOST_HEADER = 1 << 20;

  private static final Map<String, Element> TYPES =
      Map.of(
          "F16",
          Element.FLOAT16,
          "BF16",
          Element.BFLOAT16,
          "F32",
          Element.FLOAT32,
          "F64",
          Element.FLOAT64);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final FileBytes file;
  private final String name;

  /** Prepares to read a file that has at least {@link #LEAST} bytes. */
  SafetensorsFile(FileBytes file) {
    this.file = file;
    this.name = file.name();
  }

  ForeignMatrix read(Optional<String> wanted) throws IOException {
    long length = file.header(0, Long.BYTES).getLong();
    if (length < 0 || length > file.size() - Long.BYTES) {
      throw ForeignErrors.damaged(name, "it ends within its header");
    }
    if (length > MOST_HEADER) {
      throw ForeignErrors.damaged(name, "its header has " + length + " bytes");
    }
    JsonNode header = header(file.header(Long.BYTES, (int) length).array());
    Map<String, JsonNode> tensors = new LinkedHashMap<>();
    header.properties().forEach(field -> tensors.put(field.getKey(), field.getValue()));
    JsonNode metadata = tensors.remove(METADATA);
    long begin = Long.BYTES + length;
    requireWhole(tensors, file.size() - begin);
    JsonNode tensor = tensors.get(chosen(tensors, wanted));
    String type = tensor.path("dtype").asText();
    Element element = TYPES.get(type);
    if (element == null) {
      throw ForeignErrors.type(name, type);
    }
    return new ForeignMatrix(
        matrix(tensor, element, begin), "safetensors", element.word(), texts(metadata));
  }

  private JsonNode header(byte[] bytes) {
    JsonNode header;
    try {
      header = JSON.readTree(bytes);
    } catch (IOException e) {
      throw ForeignErrors.damaged(name, "its header is no JSON");
    }
    if (header == null || !header.isObject()) {
      throw ForeignErrors.damaged(name, "its header is no JSON object");
    }
    return header;
  }

  private void requireWhole(Map<String, JsonNode> tensors, long there) {
    long end = 0;
    for (JsonNode tensor : tensors.values()) {
      end = Math.max(end, numbers(tensor.path("data_offsets"), "data_offsets", 2)[1]);
    }
    if (end != there) {
      throw ForeignErrors.damaged(
          name, "its tensors should have " + end + " bytes, and there are " + there);
    }
  }

  private String chosen(Map<String, JsonNode> tensors, Optional<String> wanted) {
    if (wanted.isPresent()) {
      if (!tensors.containsKey(wanted.get())) {
        throw ForeignErrors.unclear(name, "has no tensor " + wanted.get(), tensors.keySet());
      }
      return wanted.get();
    }
    if (tensors.containsKey(USUAL)) {
      return USUAL;
    }
    if (tensors.size() != 1) {
      throw ForeignErrors.unclear(
          name, "has no single tensor, and none that is called " + USUAL, tensors.keySet());
    }
    return tensors.keySet().iterator().next();
  }

  private TokenMatrix matrix(JsonNode tensor, Element element, long begin) throws IOException {
    Shape shape =
        Shape.of(numbers(tensor.path("shape"), "shape", tensor.path("shape").size()), name);
    long[] offsets = numbers(tensor.path("data_offsets"), "data_offsets", 2);
    long needed = (long) shape.count() * element.size();
    // The largest end is that of the file, so what lies between them is there.
    if (offsets[1] - offsets[0] != needed) {
      throw ForeignErrors.damaged(
          name,
          "its numbers should have "
              + needed
              + " bytes, and there are "
              + (offsets[1] - offsets[0]));
    }
    float[] values = element.read(file.from(begin + offsets[0]), shape.count());
    return new TokenMatrix(values, shape.width());
  }

  private long[] numbers(JsonNode list, String what, int count) {
    long[] numbers = new long[list.size()];
    boolean good = list.isArray() && numbers.length == count;
    for (int i = 0; good && i < numbers.length; i++) {
      numbers[i] = list.get(i).longValue();
      good = list.get(i).isIntegralNumber() && list.get(i).canConvertToLong() && numbers[i] >= 0;
    }
    if (!good) {
      throw ForeignErrors.damaged(name, "its header has no plain " + what);
    }
    return numbers;
  }

  private static Map<String, String> texts(JsonNode metadata) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (metadata != null) {
      metadata.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    }
    return texts;
  }
}
