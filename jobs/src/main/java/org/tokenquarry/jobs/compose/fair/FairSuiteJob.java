package org.tokenquarry.jobs.compose.fair;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SuiteSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.scenes.ScenesJob;

/**
 * Compares every pruner, with published and with searched constants, on images that nothing was
 * chosen by. Draws scenes, unless images are given; then, for each model, mines, clusters, searches
 * on the validation images and evaluates on the test images, once. What was interrupted goes on
 * where it was.
 *
 * <p>Input: model bundles. Output: the folder {@code warehouse.path} with scenes, a warehouse and a
 * page for each model, and {@code table.md}. Example:
 *
 * <pre>{@code tokenquarry evaluate --suite fair --warehouse fair}</pre>
 *
 * <p>Failure modes: settings that the suite decides itself were given, two sets of scenes are the
 * same, the folder holds something else ({@link org.tokenquarry.error.UserException}); those of the
 * verbs.
 */
final class FairSuiteJob implements Job<FairSummary> {

  @Override
  public FairSummary run(JobContext context) throws Exception {
    Settings settings = context.settings();
    SuiteErrors.require(settings);
    SuiteSettings suite = settings.evaluate().suite();
    TrialFolder folder = TrialFolder.claim(settings.warehouse().path(), suite);
    if (suite.own().isEmpty()) {
      for (TrialFolder.Scenes scenes : TrialFolder.Scenes.values()) {
        ScenesJob.write(folder.drawn(scenes, suite));
      }
    }
    SuiteQuestions questions = SuiteQuestions.read(context, folder);
    List<String> models =
        suite.models().isEmpty() ? List.of(settings.model().location()) : suite.models();
    List<ModelTrial> trials = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      trials.add(new FairTrial(context, folder, questions, models, i).run());
    }
    FairSummary summary = FairSummary.of(suite, trials, folder.table().toString());
    new FairTable(trials).write(folder.table());
    return summary;
  }
}
