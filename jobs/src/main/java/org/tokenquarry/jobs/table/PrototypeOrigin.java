package org.tokenquarry.jobs.table;

/**
 * Where a prototype comes from.
 *
 * @param id its number in the version
 * @param cluster its cluster
 * @param clusterImages distinct images in the cluster
 * @param clusterTokens tokens in the cluster
 * @param imageId the image; null if it is not known, which only imported prototypes have
 * @param sourceUri where that image was read
 * @param token index of the visual token; null if it is not known
 * @param top1Probability of that token alone
 * @param regionDivergence without that token, nats
 * @param globalDivergence without its region, nats
 */
public record PrototypeOrigin(
    int id,
    int cluster,
    int clusterImages,
    int clusterTokens,
    String imageId,
    String sourceUri,
    Integer token,
    Double top1Probability,
    Double regionDivergence,
    Double globalDivergence) {

  /** What the table holds for an image that is not known. */
  public static final String NO_IMAGE = "";

  /** What the table holds for a token that is not known. */
  public static final int NO_TOKEN = -1;

  /** The image of a row of the table; null if it is not known. */
  public static String image(String stored) {
    return stored.equals(NO_IMAGE) ? null : stored;
  }

  /** The token of a row of the table; null if it is not known. */
  public static Integer token(int stored) {
    return stored == NO_TOKEN ? null : stored;
  }
}
