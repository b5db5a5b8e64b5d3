package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes matrices in the safetensors format: the length of the header, the header (JSON), the
 * bytes. The metadata holds {@code format: pt}, without which transformers refuses a file.
 */
final class Safetensors {

  private static final int ALIGNMENT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * A matrix of a file.
   *
   * @param name distinct
   * @param rows {@code [n, D] float32}
   */
  record Tensor(String name, TokenMatrix rows) {}

  /**
   * Writes a file. Memory is one chunk, whatever the size of the matrices.
   *
   * @param out receives the file, and is left open
   * @param type of the elements in the file
   * @param tensors in their order in the file
   * @param metadata texts by key, in their order
   */
  static void write(
      OutputStream out, ExportType type, List<Tensor> tensors, SortedMap<String, String> metadata)
      throws IOException {
    byte[] head = padded(header(type, tensors, metadata));
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(head.length)
            .array());
    out.write(head);
    for (Tensor tensor : tensors) {
      Elements.write(out, type, tensor.rows());
    }
  }

  private static ObjectNode header(
      ExportType type, List<Tensor> tensors, SortedMap<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt");
    metadata.forEach(texts::put);
    long begin = 0;
    for (Tensor tensor : tensors) {
      TokenMatrix rows = tensor.rows();
      long end = begin + (long) rows.values().length * Elements.width(type);
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", type == ExportType.FLOAT16 ? "F16" : "F32");
      entry.putArray("shape").add(rows.count()).add(rows.dim());
      entry.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return header;
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
