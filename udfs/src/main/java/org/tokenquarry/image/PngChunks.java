package org.tokenquarry.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that pixels are made of.
 *
 * <p>A reader that is given only those never unpacks compressed text or profiles, which may grow to
 * gigabytes, and never stumbles over broken ones. Transparency is left out because alpha is
 * dropped. As in libpng, header and palette must have the right checksum; that of image data is not
 * checked.
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
   * Walks through a file to its end chunk or its last byte.
   *
   * @throws UnreadableImageException if the file has no sound header or a broken palette
   */
  static PngChunks of(byte[] content) throws UnreadableImageException {
    PngChunks chunks = new PngChunks(content);
    chunks.checkHeader();
    if (chunks.walk()) {
      chunks.essential.writeBytes(END);
    }
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

  /** Copies what is essential; returns whether the last chunk copied is whole. */
  private boolean walk() throws UnreadableImageException {
    long position = SIGNATURE_BYTES;
    while (position + OVERHEAD <= bytes.limit()) {
      int start = (int) position;
      long next = start + OVERHEAD + Bytes.u32(bytes, start);
      int end = (int) Math.min(next, bytes.limit());
      switch (type(start)) {
        case "IHDR", "PLTE" -> {
          checkSum(start, next);
          essential.write(bytes.array(), start, end - start);
        }
        case "IDAT" -> essential.write(bytes.array(), start, end - start);
        case "eXIf" ->
            orientation =
                Orientation.of(Bytes.slice(bytes.array(), start + 8, next - OVERHEAD - start));
        case "IEND" -> {
          return true;
        }
        default -> {}
      }
      position = next;
    }
    return position <= bytes.limit();
  }

  private String type(int start) {
    return new String(bytes.array(), start + 4, 4, StandardCharsets.ISO_8859_1);
  }

  private void checkSum(int start, long next) throws UnreadableImageException {
    if (next > bytes.limit()) {
      throw new UnreadableImageException(
          Reason.TRUNCATED, "The png file ends in its %s chunk.".formatted(type(start)));
    }
    int end = (int) next - 4;
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

  /** Upright where no EXIF chunk says otherwise. */
  Orientation orientation() {
    return orientation;
  }

  /** A PNG file with the same pixels and nothing else; without an end where the data have none. */
  byte[] essential() {
    return essential.toByteArray();
  }
}
