package org.tokenquarry.jobs.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress for people: a bar on a terminal, a line every few seconds in a log. */
public final class ConsoleProgress implements Progress {

  private static final int TERMINAL_INTERVAL_MILLIS = 500;
  private static final int TERMINAL_WIDTH = 100;

  private final PrintStream out;
  private final Form form;
  private final Duration interval;

  private enum Form {
    BAR,
    LINES
  }

  private ConsoleProgress(PrintStream out, Form form, Duration interval) {
    this.out = out;
    this.form = form;
    this.interval = interval;
  }

  /**
   * A bar that is drawn over itself.
   *
   * @param out a terminal
   */
  public static Progress bar(PrintStream out) {
    return new ConsoleProgress(out, Form.BAR, Duration.ofMillis(TERMINAL_INTERVAL_MILLIS));
  }

  /**
   * Plain lines, for a file or a pipe. A phase that ends within the interval leaves no line.
   *
   * @param out where the lines go
   * @param interval from line to line
   */
  public static Progress lines(PrintStream out, Duration interval) {
    return new ConsoleProgress(out, Form.LINES, interval);
  }

  @Override
  public Phase phase(String name, Amount amount) {
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(name)
            .setInitialMax(amount.counted() ? amount.count() : -1)
            .setUpdateIntervalMillis((int) interval.toMillis())
            .continuousUpdate();
    if (form == Form.BAR) {
      builder
          .setStyle(ProgressBarStyle.ASCII)
          .setUnit(amount.counted() ? " " + amount.unit() : "", 1)
          .setConsumer(new ConsoleProgressBarConsumer(out, TERMINAL_WIDTH));
    } else {
      builder
          .setRenderer(new ProgressLine(amount))
          .setConsumer(new DelegatingProgressBarConsumer(new LaterLines(interval, out::println)));
    }
    return new BarPhase(builder.build());
  }

  /**
   * Drops the lines of the first interval, with the first line of every bar, and a last line that
   * repeats the one before.
   */
  private static final class LaterLines implements Consumer<String> {

    private final long begin = System.nanoTime();
    private final long interval;
    private final Consumer<String> lines;
    private String last = "";

    LaterLines(Duration interval, Consumer<String> lines) {
      this.interval = interval.toNanos();
      this.lines = lines;
    }

    @Override
    public synchronized void accept(String line) {
      if (System.nanoTime() - begin >= interval && !line.equals(last)) {
        lines.accept(line);
        last = line;
      }
    }
  }

  /** A phase drawn by the library, whose own thread redraws it. */
  private record BarPhase(ProgressBar bar) implements Phase {

    @Override
    public void step(long units) {
      bar.stepBy(units);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
