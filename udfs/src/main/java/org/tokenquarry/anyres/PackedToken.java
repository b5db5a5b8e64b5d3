package org.tokenquarry.anyres;

import java.util.Arrays;

/**
 * What is at one place of the packed sequence: a token of a view, a weighted sum of up to four
 * tokens, or the newline.
 *
 * @param sources indices of tokens, {@code view * N + token}, where the base view is view 0; empty
 *     for the newline; do not modify
 * @param weights one for each source, in (0, 1], summing to 1; do not modify
 */
public record PackedToken(int[] sources, float[] weights) {

  /** The newline: a learned vector after each row. */
  public static final PackedToken NEWLINE = new PackedToken(new int[0], new float[0]);

  /** Whether this is the newline. */
  public boolean isNewline() {
    return sources.length == 0;
  }

  static PackedToken of(int source) {
    return new PackedToken(new int[] {source}, new float[] {1});
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedToken token
        && Arrays.equals(sources, token.sources)
        && Arrays.equals(weights, token.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(sources) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return isNewline() ? "newline" : Arrays.toString(sources) + Arrays.toString(weights);
  }
}
