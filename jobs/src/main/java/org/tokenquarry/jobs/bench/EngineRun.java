package org.tokenquarry.jobs.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;

/** One engine over all images in groups, on some threads, each with an engine of its own. */
final class EngineRun {

  /** From the pixels of a group of images to the findings of each. */
  @FunctionalInterface
  interface Procedure extends Function<List<Pixels>, List<List<TokenFinding>>> {}

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
      return stages.entrySet().stream()
          .map(stage -> EngineCost.StageWork.of(stage.getKey(), stage.getValue(), findings.size()))
          .toList();
    }
  }

  private final LoadedModel model;
  private final List<Pixels> images;
  private final int threads;

  EngineRun(LoadedModel model, List<Pixels> images, int threads) {
    this.model = model;
    this.images = images;
    this.threads = threads;
  }

  /** How many images there are. */
  int images() {
    return images.size();
  }

  /**
   * Runs an engine.
   *
   * @param groupSize images that one call examines
   */
  Result run(Start start, int groupSize, Progress.Phase progress) {
    Map<Stage, Work> stages = new EnumMap<>(Stage.class);
    List<List<TokenFinding>> findings =
        new ArrayList<>(images.stream().map(i -> List.<TokenFinding>of()).toList());
    int groups = (images.size() + groupSize - 1) / groupSize;
    Work before = model.work();
    long begin = System.nanoTime();
    Threads.each(
        threads,
        thread -> {
          StageMeter meter = new StageMeter(model);
          Procedure procedure = start.apply(model, meter);
          for (int group = thread; group < groups; group += threads) {
            int first = group * groupSize;
            int last = Math.min(images.size(), first + groupSize);
            List<List<TokenFinding>> found = procedure.apply(images.subList(first, last));
            synchronized (findings) {
              for (int i = 0; i < found.size(); i++) {
                findings.set(first + i, found.get(i));
              }
            }
            progress.step(found.size());
          }
          synchronized (stages) {
            meter.read().forEach((stage, work) -> stages.merge(stage, work, Work::plus));
          }
        });
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Result(findings, seconds, model.work().since(before), stages);
  }
}
