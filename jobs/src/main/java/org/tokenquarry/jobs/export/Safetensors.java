package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
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
   * @param rows {@code [n, D] float32}, n at least 1
   * @param metadata texts by key, in their order
   */
  static byte[] of(String name, TokenMatrix rows, SortedMap<String, String> metadata) {
    int length = Math.multiplyExact(rows.values().length, Float.BYTES);
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt");
    metadata.forEach(texts::put);
    ObjectNode tensor = header.putObject(name);
    tensor.put("dtype", "F32");
    tensor.putArray("shape").add(rows.count()).add(rows.dim());
    tensor.putArray("data_offsets").add(0).add(length);
    byte[] head = padded(header);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + head.length + length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(head.length).put(head);
    file.asFloatBuffer().put(rows.values());
    return file.array();
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
