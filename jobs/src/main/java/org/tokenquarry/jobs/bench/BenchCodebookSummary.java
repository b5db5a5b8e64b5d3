package org.tokenquarry.jobs.bench;

import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * What a codebook costs.
 *
 * @param prototypes n
 * @param dim D
 * @param tokens of an image, L
 * @param heapLimit the largest heap that this process may have, in bytes
 * @param bytes of the codebook, {@code 4 n D}
 * @param writeSeconds to the table {@code prototypes}
 * @param readSeconds from there, with the check of its content digest
 * @param copies of the codebook that the tasks of this process have
 * @param scorings seconds for one image
 */
public record BenchCodebookSummary(
    int prototypes,
    int dim,
    int tokens,
    long heapLimit,
    long bytes,
    double writeSeconds,
    double readSeconds,
    long copies,
    Scorings scorings)
    implements Summary {

  private static final double MEGA = 1e6;

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d prototypes of width %d: %.0f MB; heap of at most %.0f MB",
        prototypes,
        dim,
        bytes / MEGA,
        heapLimit / MEGA);
    line(text, "written in %.1f s", writeSeconds);
    line(text, "read in %.1f s; copies in tasks: %d", readSeconds, copies);
    line(text, "%-20s %10s %10s", tokens + " tokens", "s an image", "GFLOP/s");
    for (Scorings.Way way : scorings.ways()) {
      line(text, "%-20s %10.2f %10.1f", way.name(), way.seconds(), way.gflopsPerSecond());
    }
    line(text, "largest cosines have %s bits", scorings.sameBits() ? "the same" : "DIFFERENT");
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
