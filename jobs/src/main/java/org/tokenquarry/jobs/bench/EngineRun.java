package org.tokenquarry.jobs.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;

/** One engine over all images, on some threads, each with an engine of its own. */
final class EngineRun {

  /** From pixels to findings. */
  @FunctionalInterface
  interface Procedure extends Function<float[], List<TokenFinding>> {}

  /** Makes the procedure of one thread. */
  @FunctionalInterface
  interface Start extends BiFunction<LoadedModel, StageWatch, Procedure> {}

  /**
   * The result of a run.
   *
   * @param findings of each image
   * @param seconds wall time
   * @param work of all threads
   * @param stages the work of each stage
   */
  record Result(
      List<List<TokenFinding>> findings, double seconds, Work work, Map<Stage, Work> stages) {

    List<EngineCost.StageWork> stageWork() {
      double images = findings.size();
      return stages.entrySet().stream()
          .map(
              entry ->
                  new EngineCost.StageWork(
                      entry.getKey().code(),
                      entry.getValue().sequences() / images,
                      entry.getValue().tokens() / images))
          .toList();
    }
  }

  private final LoadedModel model;
  private final List<float[]> images;
  private final int threads;

  EngineRun(LoadedModel model, List<float[]> images, int threads) {
    this.model = model;
    this.images = images;
    this.threads = threads;
  }

  Result run(Start start, Progress.Phase progress) {
    Map<Stage, Work> stages = new EnumMap<>(Stage.class);
    List<List<TokenFinding>> findings =
        new ArrayList<>(images.stream().map(i -> List.<TokenFinding>of()).toList());
    Work before = model.work();
    long begin = System.nanoTime();
    Threads.each(
        threads,
        thread -> {
          StageMeter meter = new StageMeter(model);
          Procedure procedure = start.apply(model, meter);
          IntStream.range(0, images.size())
              .filter(image -> image % threads == thread)
              .forEach(
                  image -> {
                    List<TokenFinding> found = procedure.apply(images.get(image));
                    synchronized (findings) {
                      findings.set(image, found);
                    }
                    progress.step(1);
                  });
          synchronized (stages) {
            meter.read().forEach((stage, work) -> stages.merge(stage, work, Work::plus));
          }
        });
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Result(findings, seconds, model.work().since(before), stages);
  }
}
