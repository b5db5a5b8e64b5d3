package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.answer.Scoring;

/**
 * A question about a held-out image.
 *
 * @param set name of the set that it belongs to
 * @param text the question as the model gets it
 * @param answers the right answers; empty if only fidelity is measured
 * @param scoring how an answer is scored
 */
public record HeldOutQuestion(String set, String text, List<String> answers, Scoring scoring)
    implements Serializable {

  /** Copies the list. */
  public HeldOutQuestion {
    answers = List.copyOf(answers);
  }

  /** Whether right answers are known. */
  public boolean answered() {
    return !answers.isEmpty();
  }
}
