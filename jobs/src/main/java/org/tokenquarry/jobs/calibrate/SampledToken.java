package org.tokenquarry.jobs.calibrate;

import org.apache.spark.sql.Row;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.numeric.FloatBytes;

/**
 * A token of the sample and what all experiments say of it.
 *
 * @param candidate the token; its embedding is null where no threshold can make it redundant, or
 *     where nothing is searched
 * @param top1Probability with this token as the only visual input
 * @param divergence the weighted sum of both divergences
 * @param clusterSize tokens in its cluster within its image; 0 where they were not clustered
 */
record SampledToken(
    Candidate candidate, double top1Probability, double divergence, int clusterSize) {

  /**
   * Reads a row: image id and a finding.
   *
   * @param experiment says how divergences are combined
   * @param search says whether embeddings are needed
   */
  static SampledToken of(Row row, ExperimentSettings experiment, SearchSettings search) {
    Row finding = row.getAs("finding");
    return new SampledToken(
        new Candidate(
            new TokenKey(row.getAs("image_id"), finding.getAs("token_index")),
            search.questions().isPresent() ? embedding(finding) : null),
        finding.getAs("top1_probability"),
        experiment.combined(finding.getAs("region_divergence"), finding.getAs("global_divergence")),
        finding.isNullAt(finding.fieldIndex("cluster_size")) ? 0 : finding.getAs("cluster_size"));
  }

  private static float[] embedding(Row finding) {
    int place = finding.fieldIndex("embedding");
    return finding.isNullAt(place) ? null : FloatBytes.floats(finding.<byte[]>getAs(place));
  }
}
