package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records which bits of the coefficients the scans of a JPEG file contain.
 *
 * <p>A progressive file stores each coefficient in several scans. {@code Al} of the last scan says
 * how many low bits are missing. A file that is cut between two scans decodes without an error, but
 * blurred.
 */
final class JpegScans {

  private static final int COEFFICIENTS = 64;
  private static final int UNSEEN = 64;

  private final Map<Integer, int[]> missingBits = new HashMap<>();
  private final boolean progressive;

  JpegScans(List<Integer> componentIds, boolean progressive) {
    this.progressive = progressive;
    for (int id : componentIds) {
      int[] bits = new int[COEFFICIENTS];
      Arrays.fill(bits, UNSEEN);
      missingBits.put(id, bits);
    }
  }

  /** Reads a scan header: the count, (component, tables) for each, Ss, Se, AhAl. */
  void add(ByteBuffer header) {
    int components = Bytes.u8(header, 0);
    int tail = 1 + 2 * components;
    int first = progressive ? Bytes.u8(header, tail) : 0;
    int last = progressive ? Bytes.u8(header, tail + 1) : COEFFICIENTS - 1;
    int bits = progressive ? Bytes.u8(header, tail + 2) & 0xf : 0;
    for (int i = 0; i < components; i++) {
      int[] missing = missingBits.get(Bytes.u8(header, 1 + 2 * i));
      if (missing != null && first <= last && last < COEFFICIENTS) {
        Arrays.fill(missing, first, last + 1, bits);
      }
    }
  }

  /** Whether the scans contain every bit of every coefficient of every component. */
  boolean complete() {
    return missingBits.values().stream().flatMapToInt(Arrays::stream).allMatch(bits -> bits == 0);
  }
}
