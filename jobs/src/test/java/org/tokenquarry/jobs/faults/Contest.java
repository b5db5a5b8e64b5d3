package org.tokenquarry.jobs.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.StayingSpark;

/**
 * Runs at the same time, which stop before chosen commits and go on when the test lets them. A run
 * that has stopped does nothing at all, so that its heart does not beat either.
 */
final class Contest implements FaultyFileSystem.Fault, AutoCloseable {

  private static final long MOST_MILLIS = Duration.ofMinutes(3).toMillis();

  /** The threads that a run starts are of that run. */
  private static final InheritableThreadLocal<Run> OF_THREAD = new InheritableThreadLocal<>();

  private final List<Run> runs = new ArrayList<>();
  private final BiPredicate<Run, Path> stops;

  /** One run. */
  final class Run {

    private final Thread thread;
    private boolean waits;
    private boolean free;
    private int passed;
    private Commands.Result result;

    private Run(Supplier<Commands.Result> command) {
      this.thread =
          new Thread(
              () -> {
                OF_THREAD.set(this);
                StayingSpark.separate();
                Commands.Result ended = command.get();
                synchronized (Contest.this) {
                  result = ended;
                  Contest.this.notifyAll();
                }
              });
    }

    /** How it ended; null while it has not. */
    Commands.Result result() {
      return result;
    }

    /** How many commits it has stopped at. */
    int passed() {
      return passed;
    }
  }

  /**
   * Begins without any run.
   *
   * @param stops whether a run stops before a commit
   */
  Contest(BiPredicate<Run, Path> stops) {
    this.stops = stops;
    FaultyFileSystem.is(this);
  }

  /** Starts a run, and returns when it has stopped or ended. */
  Run start(Supplier<Commands.Result> command) {
    Run run = new Run(command);
    runs.add(run);
    run.thread.start();
    settle();
    return run;
  }

  /** Those that have stopped, in the order of their start. */
  synchronized List<Run> waiting() {
    return runs.stream().filter(run -> run.waits).toList();
  }

  /** Lets a run go on, and returns when it has stopped again or ended. */
  void let(Run run) {
    synchronized (this) {
      run.waits = false;
      run.passed++;
      notifyAll();
    }
    settle();
  }

  private synchronized void settle() {
    await(() -> runs.stream().allMatch(run -> run.waits || run.result != null));
  }

  @Override
  public void beforeRename(Path renamed) {
    Run run = OF_THREAD.get();
    if (run == null) {
      return;
    }
    synchronized (this) {
      if (Thread.currentThread() == run.thread && !run.free && stops.test(run, renamed)) {
        run.waits = true;
        notifyAll();
      }
      await(() -> !run.waits);
    }
  }

  private synchronized void await(Supplier<Boolean> condition) {
    long end = System.nanoTime() + MOST_MILLIS * 1_000_000;
    try {
      while (!condition.get()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("a run neither stops nor ends");
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets all runs go on to their end. */
  @Override
  public void close() {
    synchronized (this) {
      runs.forEach(
          run -> {
            run.free = true;
            run.waits = false;
          });
      notifyAll();
    }
    settle();
    FaultyFileSystem.mend();
  }
}
