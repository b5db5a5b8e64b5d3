package org.tokenquarry.jobs.scenes;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.scene.Question;
import org.tokenquarry.scene.Questioner;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;

/**
 * A series of drawn scenes with their questions.
 *
 * @param count how many
 * @param seed what they depend on
 */
record SceneSeries(int count, long seed) {

  /** Scenes drawn at a time; bounds the memory. */
  private static final int BATCH = 256;

  /** One scene, drawn and asked about. */
  record Drawn(Scene scene, RenderedScene rendered, List<Question> questions) {}

  /** The scenes in order, each batch drawn on all cores. */
  Stream<Drawn> drawn() {
    SceneGenerator generator = new SceneGenerator(seed);
    SceneRenderer renderer = new SceneRenderer();
    Questioner questioner = new Questioner(seed);
    return IntStream.rangeClosed(0, (count - 1) / BATCH)
        .boxed()
        .peek(batch -> requireGoingOn())
        .flatMap(
            batch ->
                IntStream.range(batch * BATCH, Math.min(count, (batch + 1) * BATCH))
                    .parallel()
                    .mapToObj(generator::scene)
                    .map(
                        scene ->
                            new Drawn(scene, renderer.render(scene), questioner.questions(scene)))
                    .toList()
                    .stream());
  }

  private static void requireGoingOn() {
    if (Thread.interrupted()) {
      throw new CancellationException("the run was told to stop");
    }
  }
}
