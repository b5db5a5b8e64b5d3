package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from the bytes of a file. A position outside of them throws {@link
 * IndexOutOfBoundsException}.
 */
final class Bytes {

  private Bytes() {}

  /** A part of an array, cut where the array ends. */
  static ByteBuffer slice(byte[] content, long offset, long length) {
    int start = (int) Math.min(offset, content.length);
    int end = (int) Math.min(offset + length, content.length);
    return ByteBuffer.wrap(content, start, end - start).slice();
  }

  /** An unsigned number of one byte. */
  static int u8(ByteBuffer bytes, int position) {
    return bytes.get(position) & 0xff;
  }

  /** An unsigned number of two bytes, in the byte order of the buffer. */
  static int u16(ByteBuffer bytes, int position) {
    return bytes.getShort(position) & 0xffff;
  }

  /** An unsigned number of four bytes, in the byte order of the buffer. */
  static long u32(ByteBuffer bytes, int position) {
    return bytes.getInt(position) & 0xffffffffL;
  }

  /** Whether an ASCII text is at a position; false if the bytes end before the text does. */
  static boolean has(ByteBuffer bytes, int position, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    if (position < 0 || bytes.limit() - position < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes.get(position + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
