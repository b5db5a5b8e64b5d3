package org.tokenquarry.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.tokenquarry.token.TokenMatrix;

/**
 * Reads a matrix from a file of another program. The format is known by the first bytes, whatever
 * the name. Memory: the matrix; twice that where its numbers lie in another order, or in a file of
 * PyTorch.
 */
public final class ForeignFile {

  private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** A longer file holds more numbers than a matrix can have. */
  private static final long MOST_BYTES = (long) Shape.MOST * Double.BYTES + (1 << 24);

  private ForeignFile() {}

  /**
   * Reads a file.
   *
   * @param file a local file that nobody changes meanwhile
   * @param name of the file as the user knows it, for messages
   * @param wanted name of the tensor, where a file has several; empty: {@code prototypes}, or the
   *     only one
   * @throws org.tokenquarry.error.UserException if it is no file of a known format, is damaged, has
   *     no such tensor, wants to run code, or holds what is no codebook
   * @throws UncheckedIOException if reading fails
   */
  public static ForeignMatrix read(Path file, String name, Optional<String> wanted) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      requireReadable(channel.size(), name);
      ForeignMatrix matrix = read(channel, file, name, wanted);
      requireFinite(matrix.rows(), name);
      return matrix;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks the length of a file, before somebody copies it.
   *
   * @param bytes its length
   * @param name of the file, for messages
   * @throws org.tokenquarry.error.UserException {@code codebook-file-too-large}
   */
  public static void requireReadable(long bytes, String name) {
    if (bytes > MOST_BYTES) {
      throw ForeignErrors.tooLarge(name, bytes + " bytes");
    }
  }

  private static ForeignMatrix read(
      FileChannel channel, Path file, String name, Optional<String> wanted) throws IOException {
    byte[] head = new byte[(int) Math.min(channel.size(), SafetensorsFile.LEAST)];
    channel.read(ByteBuffer.wrap(head), 0);
    FileBytes bytes = new FileBytes(channel, name);
    if (startsWith(head, NPY)) {
      return new NpyFile(bytes).read();
    }
    if (startsWith(head, ZIP)) {
      try (ZipFile zip = TorchFile.open(file, name)) {
        return new TorchFile(zip, channel.size(), name).read();
      }
    }
    if (head.length == SafetensorsFile.LEAST && head[Long.BYTES] == '{') {
      return new SafetensorsFile(bytes).read(wanted);
    }
    throw ForeignErrors.unknown(name);
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && ByteBuffer.wrap(bytes, 0, beginning.length).equals(ByteBuffer.wrap(beginning));
  }

  private static void requireFinite(TokenMatrix rows, String name) {
    float[] values = rows.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw ForeignErrors.notFinite(name, i / rows.dim(), i % rows.dim());
      }
    }
  }

  /** A matrix without metadata. */
  static ForeignMatrix plain(TokenMatrix rows, String format, Element element) {
    return new ForeignMatrix(rows, format, element.word(), Map.of());
  }
}
