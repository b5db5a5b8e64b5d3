package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.token.TokenMatrix;

/** Pruners with constants, none of which probes a codebook. */
record FormTrials() implements Entrants<PrunerForm> {

  /** Nobody looks at it. */
  private static final Codebook STAND_IN = new Codebook(new TokenMatrix(new float[] {1}, 1));

  @Override
  public String word() {
    return "pruners";
  }

  @Override
  public long numbers(PrunerForm tried) {
    return 0;
  }

  @Override
  public ChosenPruners pruners(List<Contestant<PrunerForm>> together) {
    return new ChosenPruners(STAND_IN, together.stream().map(Contestant::name).toList(), List.of());
  }
}
