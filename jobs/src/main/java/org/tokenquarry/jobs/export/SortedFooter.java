package org.tokenquarry.jobs.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * Passes the bytes of one Parquet file on, and sorts the encodings that its footer lists for each
 * column. Parquet's writer keeps them in a hash set of enum constants, whose order is another one
 * in each JVM: without this the same prototypes would not have the same bytes.
 */
final class SortedFooter extends OutputStream {

  /** The longest footer, in bytes: some thousand row groups, each of 128 MiB. */
  private static final int MOST = 1 << 20;

  /**
   * Behind the footer stand its length, little-endian, and four bytes that say what the file is.
   */
  private static final int END = 8;

  private static final int LENGTH = 4;

  private final OutputStream out;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  /**
   * Prepares for one file.
   *
   * @param out receives the bytes, and is left open
   */
  SortedFooter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    held.write(value);
    passOn();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    held.write(bytes, offset, length);
    passOn();
  }

  /** What can no longer belong to the footer goes on. */
  private void passOn() throws IOException {
    if (held.size() > 2 * MOST) {
      byte[] all = held.toByteArray();
      out.write(all, 0, all.length - MOST);
      held.reset();
      held.write(all, all.length - MOST, MOST);
    }
  }

  /**
   * Writes the footer. The whole file has been written.
   *
   * @throws IOException if the footer is too long, or the file cannot be written
   */
  void finish() throws IOException {
    byte[] tail = held.toByteArray();
    int end = tail.length - END;
    int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    int begin = end - length;
    if (begin < 0) {
      throw new IOException(
          "The footer of codebook.parquet has " + length + " bytes, more than " + MOST + ".");
    }
    byte[] sorted = sorted(new ByteArrayInputStream(tail, begin, length));
    out.write(tail, 0, begin);
    out.write(sorted);
    out.write(
        ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN).putInt(sorted.length).array());
    out.write(tail, end + LENGTH, END - LENGTH);
  }

  private static byte[] sorted(ByteArrayInputStream footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(footer);
    metadata
        .getRow_groups()
        .forEach(
            group ->
                group
                    .getColumns()
                    .forEach(
                        column ->
                            column
                                .getMeta_data()
                                .getEncodings()
                                .sort(Comparator.comparing(Encoding::getValue))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, bytes);
    return bytes.toByteArray();
  }
}
