package org.tokenquarry.answer;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PositionRule;
import org.tokenquarry.model.PromptPositions;

/**
 * Asks the language model questions about one image or several, of which it is shown all visual
 * tokens or some of them.
 *
 * <p>Belongs to one thread; holds no native memory between calls.
 */
public interface Answerer {

  /**
   * Answers each question for each choice of tokens. Sequences of one length form batches without
   * padding. What a batch holds depends on the arguments alone, unless the device runs out of
   * memory: then the batch is halved, see {@link org.tokenquarry.model.HalvingBatches}.
   *
   * @param shown choices of visual tokens of the same images, each of at least one token
   * @param questions about the images
   * @return {@code [shown][questions]}
   * @throws ai.djl.engine.EngineException if the engine fails, or a single sequence does not fit
   *     into memory
   */
  ModelAnswer[][] answers(List<ShownTokens> shown, List<QuestionPrompt> questions);

  /**
   * Makes an answerer about one image.
   *
   * @param model outlives the answerer
   * @throws UserException with the code {@code layers-not-offered} if original positions are asked
   *     for and the bundle cannot be given positions
   */
  static Answerer of(LoadedModel model, Positions positions, Batching batching) {
    return of(model, positions, batching, PromptPositions.of(model.manifest()));
  }

  /**
   * Makes an answerer about one or several images.
   *
   * @param model outlives the answerer
   * @param places of the prompt with these images, see {@link ImageSequence#positions}
   * @throws UserException with the code {@code layers-not-offered} if original positions are asked
   *     for and the bundle cannot be given positions
   */
  static Answerer of(
      LoadedModel model, Positions positions, Batching batching, Optional<PromptPositions> places) {
    if (positions == Positions.COMPACTED || model.manifest().positions() != PositionRule.COUNT) {
      return new CompactedAnswerer(model, batching, new DecoderPromptRuns(model, places));
    }
    if (!model.decoder().runsLayers()) {
      throw new UserException(
          "layers-not-offered",
          "The model "
              + model.manifest().name()
              + " cannot be asked at original positions: its decoder has no method run_layers.",
          "Set evaluate.positions=compacted, or export the bundle again.");
    }
    return new SpacedAnswerer(model);
  }
}
