package org.tokenquarry.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that determine its pixels.
 *
 * <p>A reader that gets only these never unpacks compressed texts or profiles, which may become
 * gigabytes, and does not fail at broken ones. Transparency is left out because alpha is dropped.
 * As in libpng, header and palette must have the right checksum, and the checksum of image data is
 * not read.
 */
final class PngChunks {

  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  private static final int OVERHEAD = 12;
  private static final byte[] END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82
  };

  private final ByteBuffer bytes;
  private final ByteArrayOutputStream essential;
  private Orientation orientation = Orientation.UPRIGHT;

  private PngChunks(byte[] content) {
    this.bytes = ByteBuffer.wrap(content);
    this.essential = new ByteArrayOutputStream(content.length);
    essential.write(content, 0, SIGNATURE_BYTES);
  }

  /**
   * Reads a file up to its end chunk or its last byte.
   *
   * @throws UnreadableImageException if header, palette or image data are missing or broken
   */
  static PngChunks of(byte[] content) throws UnreadableImageException {
    PngChunks chunks = new PngChunks(content);
    chunks.checkHeader();
    chunks.walk();
    return chunks;
  }

  private void checkHeader() throws UnreadableImageException {
    if (bytes.limit() < SIGNATURE_BYTES + OVERHEAD + HEADER_BYTES) {
      throw new UnreadableImageException(Reason.TRUNCATED, "The png file ends in its header.");
    }
    if (bytes.getInt(SIGNATURE_BYTES) != HEADER_BYTES || !type(SIGNATURE_BYTES).equals("IHDR")) {
      throw new UnreadableImageException(
          Reason.CORRUPT, "The png file does not start with a header chunk.");
    }
  }

  private void walk() throws UnreadableImageException {
    boolean data = false;
    boolean ended = false;
    long position = SIGNATURE_BYTES;
    while (!ended && position + OVERHEAD <= bytes.limit()) {
      int start = (int) position;
      long length = Bytes.u32(bytes, start);
      switch (type(start)) {
        case "IHDR", "PLTE" -> {
          checkSum(start, length);
          copy(start, length);
        }
        case "IDAT" -> {
          copy(start, length);
          data = true;
        }
        case "eXIf" -> orientation = Orientation.of(Bytes.slice(bytes.array(), start + 8, length));
        case "IEND" -> ended = true;
        default -> {}
      }
      position += OVERHEAD + length;
    }
    if (!data) {
      throw new UnreadableImageException(
          ended ? Reason.CORRUPT : Reason.TRUNCATED, "The png file has no image data.");
    }
    essential.writeBytes(END);
  }

  /**
   * Copies a chunk. If the file ends inside it, its length is corrected. Its checksum is not,
   * because nobody reads it after this.
   */
  private void copy(int start, long length) {
    int kept = (int) Math.min(length, bytes.limit() - start - 8L);
    essential.writeBytes(ByteBuffer.allocate(4).putInt(kept).array());
    essential.write(bytes.array(), start + 4, 4 + kept);
    essential.writeBytes(new byte[4]);
  }

  private String type(int start) {
    return new String(bytes.array(), start + 4, 4, StandardCharsets.ISO_8859_1);
  }

  private void checkSum(int start, long length) throws UnreadableImageException {
    if (length > bytes.limit() - start - OVERHEAD) {
      throw new UnreadableImageException(
          Reason.TRUNCATED, "The png file ends in its %s chunk.".formatted(type(start)));
    }
    int end = start + 8 + (int) length;
    CRC32 sum = new CRC32();
    sum.update(bytes.array(), start + 4, end - start - 4);
    if (sum.getValue() != Bytes.u32(bytes, end)) {
      throw new UnreadableImageException(
          Reason.CORRUPT, "The png file's %s chunk has a wrong checksum.".formatted(type(start)));
    }
  }

  /** As the header says, up to 2^32 - 1. */
  long width() {
    return Bytes.u32(bytes, SIGNATURE_BYTES + 8);
  }

  /** As the header says, up to 2^32 - 1. */
  long height() {
    return Bytes.u32(bytes, SIGNATURE_BYTES + 12);
  }

  /** The EXIF orientation; upright if there is none. */
  Orientation orientation() {
    return orientation;
  }

  /** A PNG file with the same pixels and nothing else. */
  byte[] essential() {
    return essential.toByteArray();
  }
}
