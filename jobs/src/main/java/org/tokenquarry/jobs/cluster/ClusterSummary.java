package org.tokenquarry.jobs.cluster;

import org.tokenquarry.jobs.job.Summary;

/**
 * The candidate codebook that was made or found.
 *
 * @param version of the codebook
 * @param status of that version
 * @param created false if there was a version with the same content and settings already
 * @param restored whether that version's prototypes were damaged and were written again
 * @param clusters clusters that were kept
 * @param prototypes members of the codebook
 * @param contentDigest identity of the codebook
 * @param redundantTokens tokens that passed all experiments
 * @param candidates of these, clustered
 * @param images images mined
 * @param cells within which neighbours were looked for; 1 for an exact clustering
 * @param gflop operations of the products of float matrices, a multiply-add as 2, in 10^9
 */
public record ClusterSummary(
    long version,
    String status,
    boolean created,
    boolean restored,
    int clusters,
    int prototypes,
    String contentDigest,
    long redundantTokens,
    long candidates,
    long images,
    int cells,
    double gflop)
    implements Summary {

  @Override
  public ClusterSummary again() {
    return new ClusterSummary(
        version,
        status,
        false,
        false,
        clusters,
        prototypes,
        contentDigest,
        redundantTokens,
        candidates,
        images,
        cells,
        0);
  }

  @Override
  public String text() {
    return "version "
        + version
        + (created ? " (new, " : restored ? " (restored, " : " (unchanged, ")
        + status
        + "): "
        + prototypes
        + " prototypes in "
        + clusters
        + " clusters"
        + (cells == 1 ? "" : " (approximate, of " + cells + " cells)")
        + ", content "
        + contentDigest;
  }
}
