package org.tokenquarry.scene;

/** Turns seeds and indices into pseudo-random numbers (the finaliser of SplitMix64). */
final class SceneSeed {

  private SceneSeed() {}

  /** A pseudo-random 64-bit number that depends on both arguments alone. */
  static long mix(long seed, long index) {
    return mix(seed * 0x9E3779B97F4A7C15L + mix(index));
  }

  /** A pseudo-random number in [0, 1) that depends on {@code key} alone. */
  static double uniform(long key) {
    return (mix(key) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
