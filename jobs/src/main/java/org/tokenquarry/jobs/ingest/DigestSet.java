package org.tokenquarry.jobs.ingest;

/**
 * A set of SHA-256 digests that needs about 24 bytes for each. It keeps the first 128 bits: among
 * ten million digests, two that differ are taken for the same one with a probability of 1 in 10^24.
 * Belongs to one thread.
 */
final class DigestSet {

  private static final int RADIX = 16;
  private static final int DIGITS = 16;
  private static final double FULL = 0.7;

  /** High and low half of each digest; both are 0 in a free place. */
  private long[] places;

  private int size;

  /**
   * An empty set.
   *
   * @param expected digests, at least 0; more fit too
   */
  DigestSet(long expected) {
    long wanted = Math.max(64, (long) (expected / FULL) + 1);
    int capacity = Integer.highestOneBit(Math.toIntExact(Math.min(wanted, 1 << 28)));
    places = new long[2 * (capacity < wanted ? 2 * capacity : capacity)];
  }

  /**
   * Adds a digest.
   *
   * @param digest 64 hexadecimal digits
   * @return whether it is new
   */
  boolean add(String digest) {
    long high = half(digest, 0);
    long low = half(digest, DIGITS);
    int place = place(places, high, low);
    if (places[place] != 0 || places[place + 1] != 0) {
      return false;
    }
    places[place] = high;
    places[place + 1] = low;
    size++;
    if (size > FULL * places.length / 2) {
      grow();
    }
    return true;
  }

  /** Whether a digest was added. */
  boolean contains(String digest) {
    int place = place(places, half(digest, 0), half(digest, DIGITS));
    return places[place] != 0 || places[place + 1] != 0;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  private static long half(String digest, int from) {
    long half = Long.parseUnsignedLong(digest, from, from + DIGITS, RADIX);
    // No digest is all zeros, which is a free place.
    return half == 0 ? 1 : half;
  }

  /** Where it is, or the free place where it belongs. The digits are random, so they are a hash. */
  private static int place(long[] places, long high, long low) {
    int mask = places.length - 1;
    int place = (int) high << 1 & mask;
    while ((places[place] != high || places[place + 1] != low)
        && (places[place] != 0 || places[place + 1] != 0)) {
      place = place + 2 & mask;
    }
    return place;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(places.length, 2)];
    for (int i = 0; i < places.length; i += 2) {
      if (places[i] != 0 || places[i + 1] != 0) {
        int place = place(larger, places[i], places[i + 1]);
        larger[place] = places[i];
        larger[place + 1] = places[i + 1];
      }
    }
    places = larger;
  }
}
