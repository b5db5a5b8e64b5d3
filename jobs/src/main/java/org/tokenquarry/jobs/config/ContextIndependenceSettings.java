package org.tokenquarry.jobs.config;

/**
 * The context-independent condition: a cluster recurs over many images.
 *
 * @param enabled whether it applies
 * @param moreImagesThan a cluster's distinct images must be strictly more
 */
public record ContextIndependenceSettings(boolean enabled, ImageThreshold moreImagesThan) {

  /**
   * A cluster is kept when its tokens come from strictly more distinct images.
   *
   * @param images of which a share is taken: all that were mined; where the candidates are a sample
   *     of the redundant tokens, those that the sample is of
   */
  public int imagesAbove(long images) {
    return enabled ? moreImagesThan.images(images) : 0;
  }

  static ContextIndependenceSettings from(Section in) {
    return new ContextIndependenceSettings(
        in.flag("enabled"),
        in.parsed(
            "moreImagesThan", "a count such as 64 or a share such as 5%", ImageThreshold::parse));
  }
}
