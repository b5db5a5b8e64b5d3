package org.tokenquarry.foreign;

import java.util.Map;
import org.tokenquarry.token.TokenMatrix;

/**
 * A matrix that another program wrote.
 *
 * @param rows {@code [n, D] float32}, n and D at least 1, finite; numbers of 64 bits are rounded to
 *     the nearest
 * @param format of the file: {@code npy}, {@code safetensors} or {@code pt}
 * @param dtype of the numbers in the file: {@code float16}, {@code bfloat16}, {@code float32} or
 *     {@code float64}
 * @param metadata texts by key that the file has besides; only safetensors has some
 */
public record ForeignMatrix(
    TokenMatrix rows, String format, String dtype, Map<String, String> metadata) {

  /** Copies the map. */
  public ForeignMatrix {
    metadata = Map.copyOf(metadata);
  }
}
