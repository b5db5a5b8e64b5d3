package org.tokenquarry.jobs.progress;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Words a phase, such as {@code mining: 40 of 200 images (20 %), 12 s, about 48 s left}.
 *
 * @param amount what there is to do
 */
record ProgressLine(Amount amount) implements ProgressBarRenderer {

  @Override
  public String render(ProgressState state, int maxLength) {
    return line(state.getTaskName(), state.getCurrent(), state.getElapsedAfterStart());
  }

  String line(String name, long done, Duration elapsed) {
    long seconds = elapsed.toSeconds();
    if (!amount.counted()) {
      return name + ": " + clock(seconds);
    }
    long total = amount.count();
    String line =
        "%s: %d of %d %s (%d %%), %s"
            .formatted(name, done, total, amount.unit(), 100 * done / total, clock(seconds));
    if (done == 0 || done >= total) {
      return line;
    }
    long left = Math.round(elapsed.toMillis() / 1000.0 * (total - done) / done);
    return line + ", about " + clock(left) + " left";
  }

  private static String clock(long seconds) {
    return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
  }
}
