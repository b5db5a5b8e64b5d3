package org.tokenquarry.jobs.bench;

import java.util.List;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.model.Work;

/**
 * What one engine cost. Counts are means over the images.
 *
 * @param name {@code published}, {@code exhaustive} or {@code cascade}
 * @param secondsPerImage wall time over images
 * @param sequences decoder sequences an image
 * @param tokens decoder positions computed an image; reused keys and values are not counted
 * @param gflop operations an image in 10^9, the vision tower's included; null if the bundle does
 *     not say its shape
 * @param peakFraction rate of operations over the rate of matrix products that the same threads
 *     reached in the same run; null where {@code gflop} is
 * @param imagesPerCall images in a call of the vision tower
 * @param stages where the sequences and tokens went
 */
record EngineCost(
    String name,
    double secondsPerImage,
    double sequences,
    double tokens,
    Double gflop,
    Double peakFraction,
    double imagesPerCall,
    List<StageWork> stages) {

  /**
   * The share of one stage, a mean over the images.
   *
   * @param name of the stage
   * @param batchRows sequences in a batch, a mean over the batches; 0 where there was none
   */
  record StageWork(String name, double sequences, double tokens, double batchRows) {

    static StageWork of(Stage stage, Work work, int images) {
      return new StageWork(
          stage.code(),
          (double) work.sequences() / images,
          (double) work.tokens() / images,
          mean(work.sequences(), work.sequenceBatches()));
    }
  }

  /**
   * Divides totals by the images.
   *
   * @param seconds wall time
   * @param peak operations a second of all threads together
   */
  static EngineCost of(
      String name, int images, double seconds, Work work, List<StageWork> stages, double peak) {
    boolean known = work.flops() > 0;
    return new EngineCost(
        name,
        seconds / images,
        (double) work.sequences() / images,
        (double) work.tokens() / images,
        known ? work.flops() / 1e9 / images : null,
        known ? work.flops() / seconds / peak : null,
        mean(work.images(), work.imageBatches()),
        stages);
  }

  private static double mean(long elements, long batches) {
    return batches == 0 ? 0 : (double) elements / batches;
  }
}
