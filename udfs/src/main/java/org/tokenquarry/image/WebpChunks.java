package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The chunks of a WebP file: its first frame, the position of the frame on the canvas, the
 * orientation.
 *
 * <p>A reader gets only the bit stream of the frame. So it sees a simple file, whether or not the
 * original is animated or has alpha, a profile or metadata.
 */
final class WebpChunks {

  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int SIDE = 0x3fff;

  private final ByteBuffer bytes;
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean animated;
  private int canvasWidth;
  private int canvasHeight;
  private int left;
  private int top;
  private int width;
  private int height;
  private int stream;
  private int streamLength;

  private WebpChunks(byte[] content) {
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableImageException if the file is shorter than its header says, or has no frame
   */
  static WebpChunks of(byte[] content) throws UnreadableImageException {
    WebpChunks chunks = new WebpChunks(content);
    chunks.walk(FILE_HEADER, content.length);
    // The last byte may be padding that a writer forgot.
    boolean cut = Bytes.u32(chunks.bytes, 4) + CHUNK_HEADER > content.length + 1L;
    if (cut || chunks.stream == 0) {
      throw cut();
    }
    return chunks;
  }

  private static UnreadableImageException cut() {
    return new UnreadableImageException(Reason.TRUNCATED, "The webp file ends before its data do.");
  }

  private void walk(int from, int end) throws UnreadableImageException {
    long position = from;
    while (position + CHUNK_HEADER <= end) {
      int start = (int) position;
      long length = Bytes.u32(bytes, start + 4);
      chunk(start, length, end);
      position += CHUNK_HEADER + length + (length & 1);
    }
  }

  private void chunk(int start, long length, int end) throws UnreadableImageException {
    int data = start + CHUNK_HEADER;
    boolean whole = length <= end - data;
    switch (new String(bytes.array(), start, 4, StandardCharsets.ISO_8859_1)) {
      case "VP8X" -> canvas(data);
      case "EXIF" -> orientation = exif(data, length);
      case "ANMF" -> animationFrame(data, length, whole);
      case "VP8 " -> frame(start, length, whole, bytes.getInt(data + 6) & 0xffffffffL);
      case "VP8L" -> frame(start, length, whole, losslessSides(data));
      default -> {}
    }
  }

  private Orientation exif(int data, long length) {
    ByteBuffer exif = Bytes.slice(bytes.array(), data, length);
    return Orientation.of(Bytes.has(exif, 0, "Exif\0\0") ? exif.slice(6, exif.limit() - 6) : exif);
  }

  private void canvas(int data) {
    canvasWidth = u24(data + 4) + 1;
    canvasHeight = u24(data + 7) + 1;
  }

  private void animationFrame(int data, long length, boolean whole)
      throws UnreadableImageException {
    if (stream == 0) {
      animated = true;
      left = 2 * u24(data);
      top = 2 * u24(data + 3);
      walk(data + FRAME_HEADER, whole ? (int) (data + length) : bytes.limit());
    }
  }

  private void frame(int start, long length, boolean whole, long sides)
      throws UnreadableImageException {
    if (stream == 0) {
      if (!whole) {
        throw cut();
      }
      stream = start;
      streamLength = (int) length;
      width = (int) (sides & SIDE);
      height = (int) (sides >> 16 & SIDE);
    }
  }

  /**
   * The sides of a lossless stream, which stores each minus one in 14 bits, in the form of a lossy
   * stream.
   */
  private long losslessSides(int data) {
    long packed = Bytes.u32(bytes, data + 1);
    return (packed & SIDE) + 1 | ((packed >> 14 & SIDE) + 1) << 16;
  }

  private int u24(int position) {
    return Bytes.u16(bytes, position) | Bytes.u8(bytes, position + 2) << 16;
  }

  /** The frame's sides, 0 to 16384. */
  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Where the frame lies on the canvas. */
  int left() {
    return left;
  }

  int top() {
    return top;
  }

  /** The size of the canvas; that of the frame if the file is not animated. */
  int canvasWidth() {
    return animated ? canvasWidth : width;
  }

  int canvasHeight() {
    return animated ? canvasHeight : height;
  }

  /** The EXIF orientation; upright if there is none. */
  Orientation orientation() {
    return orientation;
  }

  /** A simple WebP file of the first frame's colours. */
  byte[] simple() {
    int padded = streamLength + (streamLength & 1);
    byte[] file = new byte[FILE_HEADER + CHUNK_HEADER + padded];
    System.arraycopy(bytes.array(), 0, file, 0, FILE_HEADER);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEADER);
    System.arraycopy(bytes.array(), stream, file, FILE_HEADER, CHUNK_HEADER + streamLength);
    return file;
  }
}
