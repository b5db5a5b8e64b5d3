package org.tokenquarry.jobs.cli;

import java.util.concurrent.CancellationException;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;

/**
 * Progress of a run that a signal may end: the next step that the run's own thread reports then
 * fails. Work that Spark does is cancelled there, and its steps come from other threads.
 *
 * @param shown shows it
 */
record StoppableProgress(Progress shown, StopSignals signals) implements Progress {

  @Override
  public Phase phase(String name, Amount amount) {
    Phase phase = shown.phase(name, amount);
    Thread worker = Thread.currentThread();
    return new Phase() {
      @Override
      public void step(long units) {
        if (Thread.currentThread() == worker && signals.received().isPresent()) {
          throw new CancellationException("the run was told to stop");
        }
        phase.step(units);
      }

      @Override
      public void close() {
        phase.close();
      }
    };
  }
}
