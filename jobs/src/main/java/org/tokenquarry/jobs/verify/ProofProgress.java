package org.tokenquarry.jobs.verify;

import java.util.function.Consumer;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;

/** Shows which check a proof is at: one of a large model can take minutes. */
final class ProofProgress implements Consumer<String>, AutoCloseable {

  private final Progress progress;
  private Progress.Phase check;

  /** Shows that a proof begins. */
  ProofProgress(Progress progress) {
    this.progress = progress;
    this.check = progress.phase("Proving the model bundle", Amount.UNCOUNTED);
  }

  @Override
  public void accept(String next) {
    check.close();
    check = progress.phase("Proving the model bundle: " + next, Amount.UNCOUNTED);
  }

  @Override
  public void close() {
    check.close();
  }
}
