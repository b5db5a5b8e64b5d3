package org.tokenquarry.jobs.calibrate;

import java.util.Locale;

/**
 * One step of the search: so many trials on so many images.
 *
 * @param images of the validation split that had been asked about at the end of this step
 * @param trials that took part
 * @param best accuracy of the best trial relative to the unpruned model, averaged over the keep
 *     ratios
 * @param median of the trials that took part
 * @param worst of them
 */
public record Rung(int images, int trials, double best, double median, double worst) {

  String text() {
    return String.format(
        Locale.ROOT,
        "%6d trials on %4d images: best %.2f %%, median %.2f %%, worst %.2f %%",
        trials,
        images,
        100 * best,
        100 * median,
        100 * worst);
  }
}
