package org.tokenquarry.jobs.export;

import ai.djl.util.Float16Utils;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes one matrix in the safetensors format: the length of the header, the header (JSON), the
 * bytes. The metadata holds {@code format: pt}, without which transformers refuses a file.
 */
final class Safetensors {

  private static final int ALIGNMENT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * Lays out a file.
   *
   * @param name of the tensor
   * @param type of the elements in the file; halves are rounded to the nearest even
   * @param rows {@code [n, D] float32}
   * @param metadata texts by key, in their order
   */
  static byte[] of(
      String name, ExportType type, TokenMatrix rows, SortedMap<String, String> metadata) {
    byte[] values = bytes(type, rows.values());
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt");
    metadata.forEach(texts::put);
    ObjectNode tensor = header.putObject(name);
    tensor.put("dtype", type == ExportType.FLOAT16 ? "F16" : "F32");
    tensor.putArray("shape").add(rows.count()).add(rows.dim());
    tensor.putArray("data_offsets").add(0).add(values.length);
    byte[] head = padded(header);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + head.length + values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(head.length).put(head).put(values).array();
  }

  private static byte[] bytes(ExportType type, float[] values) {
    int width = type == ExportType.FLOAT16 ? Short.BYTES : Float.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (type == ExportType.FLOAT16) {
        bytes.putShort(Float16Utils.floatToHalf(value));
      } else {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  private static byte[] padded(ObjectNode header) {
    try {
      String json = JSON.writeValueAsString(header);
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      return (json + " ".repeat(Math.floorMod(-length, ALIGNMENT)))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can always be written", e);
    }
  }
}
