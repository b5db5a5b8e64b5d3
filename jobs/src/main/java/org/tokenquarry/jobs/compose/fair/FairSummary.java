package org.tokenquarry.jobs.compose.fair;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.config.SuiteSettings;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code evaluate --suite fair} found.
 *
 * @param scenes numbers of scenes; null where none were drawn
 * @param seeds of the scenes; null where none were drawn
 * @param own the images in place of drawn scenes; null where scenes were drawn
 * @param models one for each model, in the order of the settings
 * @param table the file with one table for each model
 */
public record FairSummary(
    SuiteSettings.Sizes scenes,
    SuiteSettings.Seeds seeds,
    SuiteSettings.Own own,
    List<ModelTrial> models,
    String table)
    implements Summary {

  /** Copies the list. */
  public FairSummary {
    models = List.copyOf(models);
  }

  static FairSummary of(SuiteSettings suite, List<ModelTrial> models, String table) {
    return suite
        .own()
        .map(own -> new FairSummary(null, null, own, models, table))
        .orElseGet(() -> new FairSummary(suite.sizes(), suite.seeds(), null, models, table));
  }

  @Override
  public String text() {
    String tables =
        models.stream()
            .map(
                trial ->
                    trial.model()
                        + ": "
                        + trial.test().text()
                        + System.lineSeparator()
                        + "page: "
                        + trial.report())
            .collect(Collectors.joining(System.lineSeparator()));
    return tables + System.lineSeparator() + "table: " + table;
  }
}
