package org.tokenquarry.jobs.scenes;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.scene.PairQuestioner;
import org.tokenquarry.scene.Question;
import org.tokenquarry.scene.Questioner;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;
import org.tokenquarry.scene.SceneSequence;
import org.tokenquarry.scene.SequenceGenerator;
import org.tokenquarry.scene.World;

/**
 * A series of drawn scenes with their questions.
 *
 * @param count how many
 * @param seed what they depend on
 * @param world what they are drawn from
 */
record SceneSeries(int count, long seed, World world) {

  /** Scenes drawn at a time; bounds the memory. */
  private static final int BATCH = 256;

  /** One scene, drawn and asked about. */
  record Drawn(Scene scene, RenderedScene rendered, List<Question> questions) {}

  /** A sequence of scenes, drawn and asked about. */
  record Sequence(
      int index, List<Scene> scenes, List<RenderedScene> rendered, List<Question> questions) {}

  /** The scenes in order, each batch drawn on all cores. */
  Stream<Drawn> drawn() {
    SceneGenerator generator = new SceneGenerator(seed, world);
    Function<Scene, List<Question>> questions = questions();
    return inBatches(
        index -> {
          Scene scene = generator.scene(index);
          return new Drawn(scene, render(scene), questions.apply(scene));
        });
  }

  /** Sequences in order, likewise. */
  Stream<Sequence> sequences() {
    SequenceGenerator generator = new SequenceGenerator(seed);
    return inBatches(
        index -> {
          SceneSequence sequence = generator.sequence(index);
          return new Sequence(
              index,
              sequence.scenes(),
              sequence.scenes().stream().map(this::render).toList(),
              sequence.questions());
        });
  }

  private <T> Stream<T> inBatches(IntFunction<T> draw) {
    return IntStream.rangeClosed(0, (count - 1) / BATCH)
        .boxed()
        .peek(batch -> requireGoingOn())
        .flatMap(
            batch ->
                IntStream.range(batch * BATCH, Math.min(count, (batch + 1) * BATCH))
                    .parallel()
                    .mapToObj(draw)
                    .toList()
                    .stream());
  }

  private Function<Scene, List<Question>> questions() {
    return world == World.PAIRS
        ? new PairQuestioner(seed)::questions
        : new Questioner(seed)::questions;
  }

  private RenderedScene render(Scene scene) {
    RenderedScene rendered = new SceneRenderer().render(scene);
    return world == World.COARSE ? rendered.coarse() : rendered;
  }

  private static void requireGoingOn() {
    if (Thread.interrupted()) {
      throw new CancellationException("the run was told to stop");
    }
  }
}
