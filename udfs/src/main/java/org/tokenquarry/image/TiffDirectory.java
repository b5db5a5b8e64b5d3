package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** The first directory of a TIFF structure. An EXIF block is such a structure, too. */
final class TiffDirectory {

  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final int INLINE_BYTES = 4;

  /**
   * How many bytes a value of each type has, from type 0 (TIFF 6.0, section 2, and the IFD type of
   * supplement 1).
   */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final ByteBuffer bytes;

  TiffDirectory(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
    this.bytes.order(Bytes.has(bytes, 0, "II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** The first value of a tag of 16-bit numbers; empty if the tag is missing or lies outside. */
  OptionalInt value(int tag) {
    try {
      int first = first();
      for (int i = 0; i < entries(); i++) {
        int entry = first + i * ENTRY_BYTES;
        if (Bytes.u16(bytes, entry) == tag && Bytes.u16(bytes, entry + 2) == SHORT) {
          return OptionalInt.of(Bytes.u16(bytes, entry + 8));
        }
      }
      return OptionalInt.empty();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      return OptionalInt.empty();
    }
  }

  /** Whether the bytes end before the end of the directory or of one of its values. */
  boolean cut() {
    try {
      int first = first();
      for (int i = 0; i < entries(); i++) {
        int entry = first + i * ENTRY_BYTES;
        int type = Bytes.u16(bytes, entry + 2);
        long size = Bytes.u32(bytes, entry + 4) * (type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0);
        if (size > INLINE_BYTES && Bytes.u32(bytes, entry + 8) + size > bytes.limit()) {
          return true;
        }
      }
      return false;
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      return true;
    }
  }

  private int entries() {
    return Bytes.u16(bytes, first() - 2);
  }

  /** The position of the first entry; may lie outside. */
  private int first() {
    return Math.toIntExact(Bytes.u32(bytes, 4) + 2);
  }
}
