package org.tokenquarry.jobs.progress;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Words a stage, such as {@code mining: 40 of 200 (20 %), 12 s, about 48 s left}. */
final class ProgressLine implements ProgressBarRenderer {

  @Override
  public String render(ProgressState state, int maxLength) {
    return line(
        state.getTaskName(), state.getCurrent(), state.getMax(), state.getElapsedAfterStart());
  }

  static String line(String name, long done, long total, Duration elapsed) {
    long seconds = elapsed.toSeconds();
    if (total <= 0) {
      return name + ": " + done + ", " + clock(seconds);
    }
    String line =
        "%s: %d of %d (%d %%), %s".formatted(name, done, total, 100 * done / total, clock(seconds));
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
