package org.tokenquarry.jobs.scenes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes one array in NumPy's format 1.0, C order, element by element. */
final class NpyWriter implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private final OutputStream out;

  /**
   * Starts a file.
   *
   * @param file to be created or replaced
   * @param type NumPy's name of the element type, such as {@code |u1} or {@code <f4}
   * @param shape the extent of each axis
   */
  NpyWriter(Path file, String type, int... shape) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file));
    String axes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + axes + ",), }";
    int prefix = MAGIC.length + 2;
    int padding = Math.floorMod(-(prefix + header.length() + 1), ALIGNMENT);
    int length = header.length() + padding + 1;
    out.write(MAGIC);
    out.write(length & 0xFF);
    out.write(length >>> 8);
    out.write((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  void bytes(byte[] values) throws IOException {
    out.write(values);
  }

  void uint8(int value) throws IOException {
    out.write(value);
  }

  void float32(double value) throws IOException {
    int bits = Float.floatToIntBits((float) value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(bits >>> shift);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
