package org.tokenquarry.proof;

/**
 * Pixels that are easy to compute in any language: the value at flat index {@code i} is {@code
 * ((((i + seed) * 2654435761) mod 2^32) / 2^32 - 0.5) * 2}, rounded to float32.
 */
final class ProofPixels {

  /** 2^32 over the golden ratio (Knuth's multiplicative hash). */
  private static final long FACTOR = 2_654_435_761L;

  private static final double RANGE = 1L << 32;
  private static final long MASK = (1L << 32) - 1;

  private ProofPixels() {}

  /** The first {@code count} values, in [-1, 1). */
  static float[] of(long seed, int count) {
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      // Overflow loses nothing of the lower 32 bits.
      long hashed = ((i + seed) * FACTOR) & MASK;
      pixels[i] = (float) ((hashed / RANGE - 0.5) * 2);
    }
    return pixels;
  }
}
