package org.tokenquarry.jobs.export;

import ai.djl.util.Float16Utils;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes one matrix in the safetensors format: the length of the header, the header (JSON), the
 * bytes. The metadata holds {@code format: pt}, without which transformers refuses a file.
 */
final class Safetensors {

  private static final int ALIGNMENT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /** How many elements are converted at once. */
  private static final int CHUNK = 1 << 18;

  /**
   * Writes a file. Memory is one chunk, whatever the size of the matrix.
   *
   * @param out receives the file, and is left open
   * @param name of the tensor
   * @param type of the elements in the file; halves are rounded to the nearest even
   * @param rows {@code [n, D] float32}
   * @param metadata texts by key, in their order
   */
  static void write(
      OutputStream out,
      String name,
      ExportType type,
      TokenMatrix rows,
      SortedMap<String, String> metadata)
      throws IOException {
    long length = (long) rows.values().length * width(type);
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt");
    metadata.forEach(texts::put);
    ObjectNode tensor = header.putObject(name);
    tensor.put("dtype", type == ExportType.FLOAT16 ? "F16" : "F32");
    tensor.putArray("shape").add(rows.count()).add(rows.dim());
    tensor.putArray("data_offsets").add(0).add(length);
    byte[] head = padded(header);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(head.length)
            .array());
    out.write(head);
    for (int from = 0; from < rows.values().length; from += CHUNK) {
      int count = Math.min(CHUNK, rows.values().length - from);
      out.write(
          type == ExportType.FLOAT16
              ? halves(rows.values(), from, count)
              : FloatBytes.of(rows.values(), from, count));
    }
  }

  private static int width(ExportType type) {
    return type == ExportType.FLOAT16 ? Short.BYTES : Float.BYTES;
  }

  private static byte[] halves(float[] values, int from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < from + count; i++) {
      bytes.putShort(Float16Utils.floatToHalf(values[i]));
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
