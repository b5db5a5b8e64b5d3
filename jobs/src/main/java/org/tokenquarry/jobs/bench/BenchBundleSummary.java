package org.tokenquarry.jobs.bench;

import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * A bundle with random weights.
 *
 * @param directory where it is
 * @param parameters of decoder and tower, norms and biases left out
 * @param tokens visual tokens of an image
 */
public record BenchBundleSummary(String directory, long parameters, int tokens) implements Summary {

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "A bundle of %.1f million random parameters and %d visual tokens is in %s",
        parameters / 1e6,
        tokens,
        directory);
  }
}
