package org.tokenquarry.jobs.question;

import java.util.List;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.jobs.config.Settings;

/**
 * What a file of questions leaves to the settings.
 *
 * @param scoring of questions that name none
 * @param frames how many frames of a folder are taken at most, at least 1
 * @param extensions of files in a folder that are frames, in lower case, without the dot
 */
public record QuestionRules(Scoring scoring, int frames, List<String> extensions) {

  /** Copies the list. */
  public QuestionRules {
    extensions = List.copyOf(extensions);
  }

  /** The rules of a run. */
  public static QuestionRules of(Settings settings) {
    return new QuestionRules(
        settings.evaluate().scoring(),
        settings.evaluate().frames(),
        settings.ingest().extensions());
  }
}
