package org.tokenquarry.answer;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;

/**
 * Asks the language model questions about an image of which it is shown more or less.
 *
 * <p>Belongs to one thread; holds no native memory between calls.
 */
public interface Answerer {

  /**
   * Answers each question for each thing shown. Sequences of one length form batches without
   * padding; what a batch holds depends on the arguments alone.
   *
   * @param shown ways to show one image, each of at least one token
   * @param questions about it
   * @return {@code [shown][questions]}
   */
  Reply[][] replies(List<Given> shown, List<Prompted> questions);

  /**
   * Prepares to ask.
   *
   * @param model outlives the answerer
   * @throws UserException with the code {@code layers-not-offered} if original positions are asked
   *     for and the bundle cannot be given positions
   */
  static Answerer of(LoadedModel model, Positions positions, Batching batching) {
    if (positions == Positions.COMPACTED) {
      return new CompactedAnswerer(model, batching);
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
