package org.tokenquarry.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** The types of numbers that files hold, each little-endian. */
enum Element {

  /** IEEE 754 binary16. */
  FLOAT16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return ofHalf(bytes.getShort());
    }
  },

  /** The upper half of a float32. */
  BFLOAT16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  },

  FLOAT32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },

  /** Rounded to the nearest float32; infinite beyond its range. */
  FLOAT64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  };

  /** Bytes that are read at once; a multiple of all sizes. */
  private static final int CHUNK = 1 << 16;

  private final int size;

  Element(int size) {
    this.size = size;
  }

  abstract float next(ByteBuffer bytes);

  /** Bytes of a number. */
  int size() {
    return size;
  }

  /** The name, as NumPy and PyTorch have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads numbers.
   *
   * @param in has at least so many; the caller has compared them with the length of the file
   * @throws EOFException if it has fewer
   */
  float[] read(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; ) {
      int some = Math.min(count - done, CHUNK / size);
      if (in.readNBytes(chunk, 0, some * size) < some * size) {
        throw new EOFException("the file ends before its numbers do");
      }
      buffer.clear();
      for (int i = 0; i < some; i++) {
        values[done + i] = next(buffer);
      }
      done += some;
    }
    return values;
  }

  /** The number that 16 bits stand for, exactly; the bits of NaN are kept. */
  static float ofHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float tiny = fraction * 0x1p-24f;
      return sign == 0 ? tiny : -tiny;
    }
    int shifted = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (shifted << 23) | (fraction << 13));
  }
}
