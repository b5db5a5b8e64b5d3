package org.tokenquarry.jobs.compose;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * Mining at several sizes and on one core and all.
 *
 * @param model name of the bundle
 * @param rows ascending by cores, then images
 */
public record BenchScalingSummary(String model, List<Row> rows) implements Summary {

  /**
   * One run of {@code mine} into a new warehouse.
   *
   * @param images mined
   * @param cores of local Spark
   * @param seconds wall time of the verb's work, without the start of Spark
   * @param modelSeconds time inside of native calls, summed over tasks
   * @param imagesPerSecond images over seconds
   * @param overhead {@code seconds * cores / modelSeconds}; 1 would be a pipeline that costs
   *     nothing and cores that are never idle
   */
  public record Row(
      int images,
      int cores,
      double seconds,
      double modelSeconds,
      double imagesPerSecond,
      double overhead) {

    /** Derives the quotients. */
    public static Row of(int images, int cores, double seconds, double modelSeconds) {
      return new Row(
          images, cores, seconds, modelSeconds, images / seconds, seconds * cores / modelSeconds);
    }
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(model).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "%8s %6s %9s %12s %9s %9s %9s",
            "images",
            "cores",
            "seconds",
            "in model s",
            "images/s",
            "s/image",
            "overhead"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%8d %6d %9.1f %12.1f %9.2f %9.4f %9.2f",
              row.images(),
              row.cores(),
              row.seconds(),
              row.modelSeconds(),
              row.imagesPerSecond(),
              row.seconds() / row.images(),
              row.overhead()));
    }
    return text.toString();
  }
}
