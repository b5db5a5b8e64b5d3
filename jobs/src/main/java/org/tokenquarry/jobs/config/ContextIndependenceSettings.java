package org.tokenquarry.jobs.config;

/**
 * The context-independent condition: a cluster recurs over many images.
 *
 * @param enabled whether it applies
 * @param moreImagesThan a cluster's distinct images must be strictly more
 */
public record ContextIndependenceSettings(boolean enabled, ImageThreshold moreImagesThan) {

  static ContextIndependenceSettings from(Section in) {
    return new ContextIndependenceSettings(
        in.flag("enabled"),
        in.parsed(
            "moreImagesThan", "a count such as 64 or a share such as 5%", ImageThreshold::parse));
  }
}
