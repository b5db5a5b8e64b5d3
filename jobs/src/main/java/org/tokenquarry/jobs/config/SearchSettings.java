package org.tokenquarry.jobs.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tokenquarry.cluster.PrototypeForm;

/**
 * Which settings {@code calibrate} tries, and how.
 *
 * @param questions of the validation split: a directory or a file; empty where nothing is searched
 * @param pruner how codebooks are probed
 * @param keeps shares of visual tokens kept; the key {@code budgets}
 * @param images of the validation split that the first rung asks about
 * @param keepOneOf n: the best n-th part of the trials reaches the next rung, which asks about n
 *     times the images
 * @param top1Quantiles of the sample's top-1 probabilities
 * @param divergenceQuantiles of the sample's combined divergences
 * @param withinImage how the tokens of an image are clustered
 * @param withinImageSizes largest sizes of clusters that qualify; 0 stands for no condition
 * @param clusters over all images
 * @param moreImagesThan which of them are kept
 * @param prototypes what of these enters the codebook
 * @param trials most combinations that are tried; 0 for all
 */
public record SearchSettings(
    Optional<String> questions,
    String pruner,
    List<Double> keeps,
    int images,
    int keepOneOf,
    List<Double> top1Quantiles,
    List<Double> divergenceQuantiles,
    WithinImageClusters withinImage,
    List<Integer> withinImageSizes,
    List<Integer> clusters,
    List<ImageThreshold> moreImagesThan,
    List<PrototypeForm> prototypes,
    int trials) {

  /**
   * DPC-kNN within an image.
   *
   * @param clusters of an image
   * @param neighbours k, the token itself included
   */
  public record WithinImageClusters(int clusters, int neighbours) {}

  /** The file of the validation questions; empty where nothing is searched. */
  public Optional<String> questionsFile() {
    return questions.map(EvaluateSettings::fileOf);
  }

  /** How many combinations are tried at most; fewer where quantiles are equal. */
  public int mostTrials() {
    return trials > 0 ? Math.min(trials, combinations()) : combinations();
  }

  /** How many combinations of settings there are. */
  private int combinations() {
    return Stream.of(
            top1Quantiles,
            divergenceQuantiles,
            withinImageSizes,
            clusters,
            moreImagesThan,
            prototypes)
        .mapToInt(List::size)
        .reduce(1, Math::multiplyExact);
  }

  static SearchSettings from(Section in) {
    Section within = in.section("withinImage");
    return new SearchSettings(
        in.optionalText("questions"),
        in.text("pruner"),
        in.numbers("budgets", Range.POSITIVE_FRACTION),
        in.integer("images", Range.atLeast(1)),
        in.integer("keepOneOf", Range.atLeast(2)),
        in.numbers("top1Quantiles", Range.POSITIVE_FRACTION),
        in.numbers("divergenceQuantiles", Range.POSITIVE_FRACTION),
        new WithinImageClusters(
            within.integer("clusters", Range.atLeast(1)),
            within.integer("neighbours", Range.atLeast(1))),
        within.integers("maxSizes", Range.atLeast(0)),
        in.integers("clusters", Range.atLeast(1)),
        in.parsedList(
            "moreImagesThan",
            "a list of counts such as 64 or shares such as 5%",
            words -> words.stream().map(ImageThreshold::parse).toList()),
        in.parsedList(
            "prototypes",
            "a list of members, medoids, centroids",
            words -> words.stream().map(SearchSettings::form).toList()),
        in.countOr("trials", "all", 0));
  }

  private static PrototypeForm form(String word) {
    return Arrays.stream(PrototypeForm.values())
        .filter(form -> Words.of(form).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
