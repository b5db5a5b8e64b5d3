package org.tokenquarry.config;

/**
 * The within-image condition: a redundant token lies in a small cluster of its own image.
 *
 * @param enabled whether it applies
 * @param clusters number of clusters an image is divided into
 * @param maxSize tokens at most in a cluster that qualifies (inclusive)
 * @param neighbours k of DPC-kNN, the token itself included
 */
public record WithinImageSettings(boolean enabled, int clusters, int maxSize, int neighbours) {

  static WithinImageSettings from(Section in) {
    return new WithinImageSettings(
        in.flag("enabled"),
        in.integer("clusters", Range.atLeast(1)),
        in.integer("maxSize", Range.atLeast(1)),
        in.integer("neighbours", Range.atLeast(1)));
  }
}
