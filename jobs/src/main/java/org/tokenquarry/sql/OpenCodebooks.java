package org.tokenquarry.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.tokenquarry.serving.ServedCodebook;

/**
 * The codebooks that this process has read: a few, the last used ones, because a session may live
 * for weeks and see a new one every night.
 */
final class OpenCodebooks {

  private static final int MOST = 4;

  private static final Map<CodebookReference, ServedCodebook> OPEN =
      new LinkedHashMap<>(2 * MOST, 0.75f, true);

  private OpenCodebooks() {}

  /** The codebook of a reference; others wait while one is read, so none is read twice. */
  static synchronized ServedCodebook get(
      CodebookReference reference, Function<CodebookReference, ServedCodebook> reader) {
    ServedCodebook known = OPEN.get(reference);
    if (known == null) {
      known = reader.apply(reference);
      put(reference, known);
    }
    return known;
  }

  /** Remembers one that was read. */
  static synchronized CodebookReference put(CodebookReference reference, ServedCodebook codebook) {
    OPEN.put(reference, codebook);
    if (OPEN.size() > MOST) {
      OPEN.remove(OPEN.keySet().iterator().next());
    }
    return reference;
  }
}
