package org.tokenquarry.model;

/**
 * What a model was made to do.
 *
 * @param images images that went through the vision tower
 * @param sequences sequences that went through the decoder; further steps of one that is already
 *     there are not counted again
 * @param tokens positions that the decoder computed; reused keys and values are not counted
 * @param flops floating-point operations as {@link DecoderShape} counts them; 0 where the bundle
 *     does not tell its shape
 * @param calls native calls, each a batch
 * @param nanoseconds wall time inside of native calls, summed over threads
 */
public record Work(
    long images, long sequences, long tokens, long flops, long calls, long nanoseconds) {

  /** Nothing done. */
  public static final Work NONE = new Work(0, 0, 0, 0, 0, 0);

  /** One call of the vision tower. */
  static Work ofTower(long images, long flops) {
    return new Work(images, 0, 0, flops, 1, 0);
  }

  /** One call of the decoder. */
  static Work ofDecoder(long sequences, long tokens, long flops) {
    return new Work(0, sequences, tokens, flops, 1, 0);
  }

  /** The same work, and the time that it took. */
  Work took(long duration) {
    return new Work(images, sequences, tokens, flops, calls, duration);
  }

  /** What was done since an earlier reading. */
  public Work since(Work earlier) {
    return new Work(
        images - earlier.images,
        sequences - earlier.sequences,
        tokens - earlier.tokens,
        flops - earlier.flops,
        calls - earlier.calls,
        nanoseconds - earlier.nanoseconds);
  }

  /** Both together. */
  public Work plus(Work other) {
    return new Work(
        images + other.images,
        sequences + other.sequences,
        tokens + other.tokens,
        flops + other.flops,
        calls + other.calls,
        nanoseconds + other.nanoseconds);
  }
}
