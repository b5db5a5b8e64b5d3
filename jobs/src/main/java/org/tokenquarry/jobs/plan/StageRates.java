package org.tokenquarry.jobs.plan;

import java.util.HashMap;
import java.util.Map;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.SequenceRate;

/** 10^9 operations a second that one slot reaches in each stage. */
@FunctionalInterface
interface StageRates {

  /** The rate in one stage. */
  double of(StageCost stage);

  /** The same rate in every stage. */
  static StageRates given(double gflopsPerSecond) {
    return stage -> gflopsPerSecond;
  }

  /**
   * Measures each stage once, in batches with its number and length of sequences.
   *
   * @param loaded stays open
   * @param before tokens of the prompt before the image
   */
  static StageRates measured(LoadedModel loaded, Batching batching, int before) {
    Map<String, Double> known = new HashMap<>();
    Batching here = batching.on(loaded.device());
    return stage ->
        known.computeIfAbsent(stage.name(), name -> measure(loaded, here, before, stage) / 1e9);
  }

  private static double measure(
      LoadedModel loaded, Batching batching, int before, StageCost stage) {
    if (stage.sequences() == 0) {
      return SequenceRate.vision(loaded);
    }
    int tokens = Math.max(1, (int) Math.round(stage.tokens() / stage.sequences()));
    int fitting = batching.sequences(loaded.manifest(), tokens);
    double together = Math.ceil(stage.sequences() * batching.images());
    int sequences = (int) Math.max(1, Math.min(fitting, together));
    return SequenceRate.decoder(loaded, sequences, tokens, before);
  }
}
