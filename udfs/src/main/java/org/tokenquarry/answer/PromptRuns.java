package org.tokenquarry.answer;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.tokenquarry.model.KvCache;

/** The two kinds of run that an answer at compacted positions needs, one batch each. */
interface PromptRuns {

  /**
   * Runs the prompt up to the image's last token.
   *
   * @param scope owns the result
   * @param shown B choices of equally many tokens
   * @return of batch B
   * @throws ai.djl.engine.EngineException if the engine fails, also for want of memory
   */
  KvCache prefill(NDManager scope, List<ShownTokens> shown);

  /**
   * Runs questions of one length, and decodes their answers.
   *
   * @param images of batch 1 for all questions, or with one image for each
   * @param questions equally long
   * @return one answer for each question
   * @throws ai.djl.engine.EngineException if the engine fails, also for want of memory
   */
  List<ModelAnswer> answer(KvCache images, List<QuestionPrompt> questions);
}
