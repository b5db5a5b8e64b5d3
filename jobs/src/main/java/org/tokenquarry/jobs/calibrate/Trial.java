package org.tokenquarry.jobs.calibrate;

import java.util.Locale;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.WithinImageRule;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.ContextIndependenceSettings;
import org.tokenquarry.jobs.config.ImageThreshold;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.config.Words;

/**
 * Settings of a codebook that is tried.
 *
 * @param maxTop1Probability threshold of the single-token experiment
 * @param maxDivergence threshold of the combined divergence
 * @param withinImage the condition on clusters within an image, or null where it is off
 * @param clusters over all images
 * @param moreImagesThan which clusters are kept
 * @param prototypes what of a kept cluster enters the codebook
 */
record Trial(
    double maxTop1Probability,
    double maxDivergence,
    WithinImageRule withinImage,
    int clusters,
    ImageThreshold moreImagesThan,
    PrototypeForm prototypes) {

  /** Says whether these settings make a token redundant. */
  boolean redundant(SampledToken token) {
    return token.candidate().embedding() != null
        && token.top1Probability() < maxTop1Probability
        && token.divergence() < maxDivergence
        && (withinImage == null || token.clusterSize() <= withinImage.maxSize());
  }

  /** Says whether the same clusters serve both. */
  boolean sharesClusters(Trial other) {
    return maxTop1Probability == other.maxTop1Probability
        && maxDivergence == other.maxDivergence
        && (withinImage == null) == (other.withinImage == null)
        && (withinImage == null || withinImage.equals(other.withinImage))
        && clusters == other.clusters;
  }

  /** The digest that a codebook mined and clustered with these settings carries. */
  SettingsDigest digest(ExperimentSettings experiment, ClusterSettings cluster) {
    return SettingsDigest.of(
        new ExperimentSettings(
            experiment.probe(),
            experiment.window(),
            experiment.singleHead(),
            experiment.divergenceHead(),
            experiment.divergence(),
            experiment.firstToken(),
            experiment.regionWeight(),
            experiment.globalWeight(),
            maxTop1Probability,
            maxDivergence,
            withinImage,
            experiment.view()),
        new ClusterSettings(
            clusters,
            cluster.neighbours(),
            cluster.maxCandidates(),
            new ContextIndependenceSettings(true, moreImagesThan),
            prototypes,
            cluster.partition()));
  }

  /** The settings, to be put into a file for {@code --conf}. */
  String conf() {
    String within =
        withinImage == null
            ? "experiment.withinImage.enabled = false\n"
            : String.format(
                Locale.ROOT,
                "experiment.withinImage { enabled = true, clusters = %d, neighbours = %d, maxSize ="
                    + " %d }%n",
                withinImage.clusters(),
                withinImage.neighbours(),
                withinImage.maxSize());
    return "experiment.maxTop1Probability = "
        + maxTop1Probability
        + "\nexperiment.maxDivergence = "
        + maxDivergence
        + "\n"
        + within
        + "cluster.clusters = "
        + clusters
        + "\ncluster.contextIndependence { enabled = true, moreImagesThan = \""
        + moreImagesThan.canonical()
        + "\" }\ncluster.prototypes = "
        + Words.of(prototypes);
  }
}
