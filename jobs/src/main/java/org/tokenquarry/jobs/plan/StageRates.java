package org.tokenquarry.jobs.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.MatrixRate;
import org.tokenquarry.model.SequenceRate;

/** 10^9 operations a second that one slot reaches. */
interface StageRates {

  /**
   * The rate of the model in one stage.
   *
   * @param batching how many sequences and images go through the model at once
   */
  double of(TimedStage stage, Batching batching);

  /** The rate of products of float32 matrices. */
  double products();

  /** Seconds of one slot for stages. */
  default double seconds(List<TimedStage> stages, Batching batching) {
    return stages.stream()
        .filter(each -> each.stage().gflop() > 0)
        .mapToDouble(each -> each.stage().gflop() / of(each, batching))
        .sum();
  }

  /** The same rate in every stage. */
  static StageRates given(double gflopsPerSecond, double products) {
    return new StageRates() {
      @Override
      public double of(TimedStage stage, Batching batching) {
        return gflopsPerSecond;
      }

      @Override
      public double products() {
        return products;
      }
    };
  }

  /**
   * Measures each stage once, in batches with its number and length of sequences.
   *
   * @param loaded stays open
   * @param products rate of products; measured too where it is empty
   */
  static StageRates measured(LoadedModel loaded, OptionalDouble products) {
    Map<String, Double> known = new HashMap<>();
    return new StageRates() {
      @Override
      public double of(TimedStage timed, Batching batching) {
        return known.computeIfAbsent(
            timed.stage().name(),
            name -> measure(loaded, batching.on(loaded.device()), timed) / 1e9);
      }

      @Override
      public double products() {
        return products.orElseGet(() -> MatrixRate.measure(loaded.device()) / 1e9);
      }
    };
  }

  private static double measure(LoadedModel loaded, Batching batching, TimedStage timed) {
    StageCost stage = timed.stage();
    if (stage.sequences() == 0) {
      return SequenceRate.vision(loaded);
    }
    int tokens = Math.max(1, (int) Math.round(stage.tokens() / stage.sequences()));
    int fitting = batching.sequences(loaded.manifest(), tokens);
    double together = Math.ceil(timed.together() * batching.images());
    int sequences = (int) Math.max(1, Math.min(fitting, together));
    return SequenceRate.decoder(loaded, sequences, tokens, timed.past());
  }
}
