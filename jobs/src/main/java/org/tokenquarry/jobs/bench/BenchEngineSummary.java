package org.tokenquarry.jobs.bench;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * The engines side by side.
 *
 * @param model name of the bundle
 * @param images how many were examined by each engine
 * @param threads that examined them, each one group of images at a time
 * @param peakGflops operations a second in 10^9 that the threads together reach in float32 matrix
 *     products
 * @param redundantShare redundant tokens over probed ones
 * @param engines in the order in which they ran
 * @param speedup wall time of {@code published} over {@code cascade}; null where the former was
 *     left out
 * @param speedupOverExhaustive wall time of {@code exhaustive} over {@code cascade}
 * @param sameVerdicts whether all engines give every token the same verdict by the same stage
 * @param maxScoreDifference largest absolute difference of any score between the cascade and
 *     another engine
 * @param scoreDifferences the same for each score
 */
public record BenchEngineSummary(
    String model,
    int images,
    int threads,
    double peakGflops,
    double redundantShare,
    List<EngineCost> engines,
    Double speedup,
    double speedupOverExhaustive,
    boolean sameVerdicts,
    double maxScoreDifference,
    Agreement scoreDifferences)
    implements Summary {

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s, %d images, %d thread%s, matrix products at %.1f GFLOP/s, %.1f %% redundant",
        model,
        images,
        threads,
        threads == 1 ? "" : "s",
        peakGflops,
        100 * redundantShare);
    line(
        text,
        "%-12s %10s %10s %10s %10s %8s %10s",
        "engine",
        "s/image",
        "sequences",
        "tokens",
        "GFLOP",
        "of peak",
        "batch rows");
    for (EngineCost engine : engines) {
      line(
          text,
          "%-12s %10.4f %10.0f %10.0f %10s %8s",
          engine.name(),
          engine.secondsPerImage(),
          engine.sequences(),
          engine.tokens(),
          engine.gflop() == null ? "-" : String.format(Locale.ROOT, "%.2f", engine.gflop()),
          engine.peakFraction() == null
              ? "-"
              : String.format(Locale.ROOT, "%.1f %%", 100 * engine.peakFraction()));
      line(text, "  %-63s %10.1f", "vision tower", engine.imagesPerCall());
      for (EngineCost.StageWork stage : engine.stages()) {
        line(
            text,
            "  %-21s %10.0f %10.0f %30.1f",
            stage.name(),
            stage.sequences(),
            stage.tokens(),
            stage.batchRows());
      }
    }
    if (speedup != null) {
      line(text, "The cascade is %.1f times faster than the published procedure,", speedup);
    }
    line(text, "%.1f times faster than the batched exhaustive engine.", speedupOverExhaustive);
    text.append(
        String.format(
            Locale.ROOT,
            "Verdicts are %s; largest difference of scores %.1e (top-1 %.1e, region %.1e, global"
                + " %.1e).",
            sameVerdicts ? "identical" : "NOT identical",
            maxScoreDifference,
            scoreDifferences.top1Probability(),
            scoreDifferences.regionDivergence(),
            scoreDifferences.globalDivergence()));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
