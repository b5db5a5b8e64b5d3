package org.tokenquarry.model;

/**
 * The work that a model has done.
 *
 * @param images images that went through the vision tower
 * @param imageBatches calls of the tower
 * @param sequences sequences that went through the decoder; further steps of the same sequence are
 *     not counted, copies that fill a batch are
 * @param sequenceBatches calls of the decoder that began sequences
 * @param tokens positions that the decoder computed, without reused keys and values
 * @param flops floating-point operations as {@link DecoderShape} counts them; 0 where the bundle
 *     does not state its sizes
 * @param calls native calls, one for each batch
 * @param nanoseconds wall time in native calls and in reading their results, summed over threads
 */
public record Work(
    long images,
    long imageBatches,
    long sequences,
    long sequenceBatches,
    long tokens,
    long flops,
    long calls,
    long nanoseconds) {

  /** No work. */
  public static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0, 0);

  /** One call of the vision tower. */
  static Work ofTower(long images, long flops) {
    return new Work(images, 1, 0, 0, 0, flops, 1, 0);
  }

  /** One call of the decoder. */
  static Work ofDecoder(long sequences, long tokens, long flops) {
    return new Work(0, 0, sequences, sequences > 0 ? 1 : 0, tokens, flops, 1, 0);
  }

  /** The same work with the time that it took. */
  Work took(long duration) {
    return new Work(
        images, imageBatches, sequences, sequenceBatches, tokens, flops, calls, duration);
  }

  /** The work since an earlier reading. */
  public Work since(Work earlier) {
    return new Work(
        images - earlier.images,
        imageBatches - earlier.imageBatches,
        sequences - earlier.sequences,
        sequenceBatches - earlier.sequenceBatches,
        tokens - earlier.tokens,
        flops - earlier.flops,
        calls - earlier.calls,
        nanoseconds - earlier.nanoseconds);
  }

  /** The sum of both. */
  public Work plus(Work other) {
    return new Work(
        images + other.images,
        imageBatches + other.imageBatches,
        sequences + other.sequences,
        sequenceBatches + other.sequenceBatches,
        tokens + other.tokens,
        flops + other.flops,
        calls + other.calls,
        nanoseconds + other.nanoseconds);
  }
}
