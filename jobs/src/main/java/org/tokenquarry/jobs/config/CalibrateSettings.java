package org.tokenquarry.jobs.config;

/**
 * Thresholds from quantiles of a sample, and the search for better settings.
 *
 * @param images in the sample
 * @param top1Quantile quantile of the top-1 probability, 0 to 1
 * @param divergenceQuantile quantile of the combined divergence, 0 to 1
 * @param search for settings of the whole codebook
 * @param pruners whose constants are searched instead
 */
public record CalibrateSettings(
    int images,
    double top1Quantile,
    double divergenceQuantile,
    SearchSettings search,
    PrunerSearchSettings pruners) {

  static CalibrateSettings from(Section in) {
    Section quantiles = in.section("quantiles");
    return new CalibrateSettings(
        in.integer("images", Range.atLeast(1)),
        quantiles.number("top1", Range.FRACTION),
        quantiles.number("divergence", Range.FRACTION),
        SearchSettings.from(in.section("search")),
        PrunerSearchSettings.from(in.section("pruners")));
  }
}
