package org.tokenquarry.jobs.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes a matrix as {@code torch.save} does, which is the form of the method's official code: a
 * zip archive, not compressed, with a pickle that rebuilds one tensor. {@code torch.load} reads it
 * with {@code weights_only=True}: the pickle calls nothing else.
 */
final class TorchFile {

  private static final String ROOT = "codebook/";

  /** Equal matrices give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TorchFile() {}

  /**
   * Writes a file.
   *
   * @param out receives it, and is left open
   * @param type of the elements in the file
   * @param rows {@code [n, D] float32}
   */
  static void write(OutputStream out, ExportType type, TokenMatrix rows) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    byte[] pickle = pickle(type, rows.count(), rows.dim());
    add(zip, "data.pkl", pickle.length, to -> to.write(pickle));
    add(zip, "byteorder", 6, to -> to.write("little".getBytes(US_ASCII)));
    long bytes = (long) rows.values().length * Elements.width(type);
    add(zip, "data/0", bytes, to -> Elements.write(to, type, rows));
    add(zip, "version", 2, to -> to.write("3\n".getBytes(US_ASCII)));
    zip.finish();
  }

  /** What is stored has its sum before it, so it is written twice: once to nowhere. */
  private static void add(ZipOutputStream zip, String name, long bytes, WholeFolder.Content content)
      throws IOException {
    CRC32 sum = new CRC32();
    content.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /**
   * {@code _rebuild_tensor_v2(storage, 0, (n, D), (D, 1), False, OrderedDict())}, protocol 2. The
   * storage is named by a tuple that the reader resolves.
   */
  private static byte[] pickle(ExportType type, int rows, int dim) throws IOException {
    Pickle pickle = new Pickle();
    pickle.global("torch._utils", "_rebuild_tensor_v2").code("((").text("storage");
    pickle.global("torch", type == ExportType.FLOAT16 ? "HalfStorage" : "FloatStorage");
    pickle.text("0").text("cpu").number(Math.multiplyExact(rows, dim)).code("tQ");
    pickle.number(0).number(rows).number(dim).code("\u0086").number(dim).number(1).code("\u0086");
    pickle.code("\u0089").global("collections", "OrderedDict").code(")RtR.");
    return pickle.bytes.toByteArray();
  }

  /** Opcodes in the order in which they are added. */
  private static final class Pickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() throws IOException {
      code("\u0080\u0002");
    }

    /** Opcodes without arguments, one for each character. */
    Pickle code(String opcodes) throws IOException {
      bytes.write(opcodes.getBytes(ISO_8859_1));
      return this;
    }

    Pickle global(String module, String name) throws IOException {
      return code("c" + module + "\n" + name + "\n");
    }

    Pickle text(String text) throws IOException {
      bytes.write('X');
      bytes.write(littleEndian(text.length()));
      return code(text);
    }

    Pickle number(int value) throws IOException {
      bytes.write('J');
      bytes.write(littleEndian(value));
      return this;
    }

    private static byte[] littleEndian(int value) {
      return ByteBuffer.allocate(Integer.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(value)
          .array();
    }
  }
}
