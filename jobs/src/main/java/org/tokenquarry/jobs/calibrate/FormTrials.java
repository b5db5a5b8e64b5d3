package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.task.ChosenPruners;

/** Pruners with constants, none of which probes a codebook. */
record FormTrials() implements Entrants<PrunerForm> {

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
    return new ChosenPruners(
        Codebook.STAND_IN, together.stream().map(Contestant::name).toList(), List.of());
  }
}
