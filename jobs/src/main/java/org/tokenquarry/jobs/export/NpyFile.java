package org.tokenquarry.jobs.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes a matrix in numpy's format {@code .npy}, version 1.0: header (a Python literal), bytes.
 */
final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Where the elements begin is a multiple of it. */
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Writes a file.
   *
   * @param out receives it, and is left open
   * @param type of the elements in the file
   * @param rows {@code [n, D] float32}
   */
  static void write(OutputStream out, ExportType type, TokenMatrix rows) throws IOException {
    String header =
        "{'descr': '<f"
            + Elements.width(type)
            + "', 'fortran_order': False, 'shape': ("
            + rows.count()
            + ", "
            + rows.dim()
            + "), }";
    int begin = MAGIC.length + Short.BYTES + header.length() + 1;
    String padded = header + " ".repeat(Math.floorMod(-begin, ALIGNMENT)) + "\n";
    out.write(MAGIC);
    out.write(
        ByteBuffer.allocate(Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) padded.length())
            .array());
    out.write(padded.getBytes(US_ASCII));
    Elements.write(out, type, rows);
  }
}
