package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads numbers from a file's bytes; positions outside throw {@link IndexOutOfBoundsException}. */
final class Bytes {

  private Bytes() {}

  /** A part of an array, clipped to what is there. */
  static ByteBuffer slice(byte[] content, long offset, long length) {
    int start = (int) Math.min(offset, content.length);
    int end = (int) Math.min(offset + length, content.length);
    return ByteBuffer.wrap(content, start, end - start).slice();
  }

  /** Unsigned, one byte. */
  static int u8(ByteBuffer bytes, int position) {
    return bytes.get(position) & 0xff;
  }

  /** Unsigned, two bytes in the buffer's order. */
  static int u16(ByteBuffer bytes, int position) {
    return bytes.getShort(position) & 0xffff;
  }

  /** Unsigned, four bytes in the buffer's order. */
  static long u32(ByteBuffer bytes, int position) {
    return bytes.getInt(position) & 0xffffffffL;
  }

  /** Says whether ASCII text stands at a position; false where the bytes end before it. */
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
