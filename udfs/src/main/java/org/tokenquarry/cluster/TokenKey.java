package org.tokenquarry.cluster;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names a visual token. Keys are in the order of images, then tokens.
 *
 * @param imageId the image it comes from
 * @param token its index among the tokens of that image
 */
public record TokenKey(String imageId, int token) implements Serializable, Comparable<TokenKey> {

  private static final Comparator<TokenKey> ORDER =
      Comparator.comparing(TokenKey::imageId).thenComparingInt(TokenKey::token);

  @Override
  public int compareTo(TokenKey other) {
    return ORDER.compare(this, other);
  }
}
