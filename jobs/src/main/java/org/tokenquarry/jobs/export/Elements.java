package org.tokenquarry.jobs.export;

import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/** The elements of exported matrices: little-endian, halves rounded to the nearest even. */
final class Elements {

  /** How many are converted at once. */
  private static final int CHUNK = 1 << 18;

  private Elements() {}

  /** The bytes of one element. */
  static int width(ExportType type) {
    return type == ExportType.FLOAT16 ? Short.BYTES : Float.BYTES;
  }

  /** The numbers that a reader of a file gets. */
  static TokenMatrix stored(ExportType type, TokenMatrix rows) {
    if (type == ExportType.FLOAT32) {
      return rows;
    }
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float16Utils.halfToFloat(Float16Utils.floatToHalf(rows.values()[i]));
    }
    return new TokenMatrix(values, rows.dim());
  }

  /** Writes a matrix row by row. Memory is one chunk, whatever its size. */
  static void write(OutputStream out, ExportType type, TokenMatrix rows) throws IOException {
    float[] values = rows.values();
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      out.write(
          type == ExportType.FLOAT16
              ? halves(values, from, count)
              : FloatBytes.of(values, from, count));
    }
  }

  private static byte[] halves(float[] values, int from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < from + count; i++) {
      bytes.putShort(Float16Utils.floatToHalf(values[i]));
    }
    return bytes.array();
  }
}
