package org.tokenquarry.experiment;

/**
 * The scores of one token. A score is null where its experiment was not run.
 *
 * @param clusterSize size of the token's cluster within its image; null where the condition is off
 * @param top1Probability largest probability over the head vocabulary with this token as the only
 *     visual input
 * @param top1Token id of the most probable first answer token in that run
 * @param regionDivergence between the region and the region without the token, nats, at least 0
 * @param globalDivergence between the image and the image without the region, nats, at least 0
 */
public record TokenScores(
    Integer clusterSize,
    Double top1Probability,
    Integer top1Token,
    Double regionDivergence,
    Double globalDivergence) {

  /** Says whether every measured value is a finite number. */
  public boolean finite() {
    return finite(top1Probability) && finite(regionDivergence) && finite(globalDivergence);
  }

  private static boolean finite(Double value) {
    return value == null || Double.isFinite(value);
  }
}
