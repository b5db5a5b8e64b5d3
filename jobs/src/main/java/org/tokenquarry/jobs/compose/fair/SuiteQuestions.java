package org.tokenquarry.jobs.compose.fair;

import java.util.SortedSet;
import org.tokenquarry.jobs.compose.fair.TrialFolder.Scenes;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.question.QuestionRules;
import org.tokenquarry.jobs.question.QuestionSet;

/**
 * Which questions a trial asks: other questions give other results.
 *
 * @param validation digest of the questions that constants and settings are searched on
 * @param test digest of the questions that everything is compared on
 */
record SuiteQuestions(String validation, String test) {

  /**
   * Reads both.
   *
   * @throws org.tokenquarry.error.UserException if they cannot be read, or have an image in common
   */
  static SuiteQuestions read(JobContext context, TrialFolder folder) {
    String searched = EvaluateSettings.fileOf(folder.of(Scenes.VALIDATION));
    String compared = EvaluateSettings.fileOf(folder.of(Scenes.TEST));
    QuestionRules rules = QuestionRules.of(context.settings());
    QuestionSet validation = QuestionSet.read(context.spark(), searched, rules);
    QuestionSet test = QuestionSet.read(context.spark(), compared, rules);
    SortedSet<String> both = validation.imageIds();
    both.retainAll(test.imageIds());
    if (!both.isEmpty()) {
      throw SuiteErrors.sharedImages(both.size(), searched, compared);
    }
    return new SuiteQuestions(validation.digest(), test.digest());
  }
}
