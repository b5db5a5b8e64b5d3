package org.tokenquarry.jobs.compose.fair;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.calibrate.CalibrateSummary;
import org.tokenquarry.jobs.calibrate.PrunerSearchJob;
import org.tokenquarry.jobs.calibrate.PrunerSearchSummary;
import org.tokenquarry.jobs.cluster.ClusterJob;
import org.tokenquarry.jobs.cluster.ClusterSummary;
import org.tokenquarry.jobs.compose.fair.TrialFolder.Scenes;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SuiteSettings;
import org.tokenquarry.jobs.evaluate.EvaluateJob;
import org.tokenquarry.jobs.evaluate.EvaluateSummary;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.report.ReportJob;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.TunableMethods;

/**
 * What one model goes through, in a warehouse of its own. The codebook has two forms, as the other
 * pruners have: version with the settings that were given, which is published so that the
 * evaluation compares with it, and version with searched settings, which is evaluated.
 */
final class FairTrial {

  private final JobContext run;
  private final TrialFolder folder;
  private final SuiteQuestions questions;
  private final SuiteSettings suite;
  private final Path own;
  private final TrialMemory memory;
  private final Map<String, Object> always;
  private final int models;
  private JobContext base;

  /**
   * Prepares a trial.
   *
   * @param run of the verb
   * @param questions in the folder
   * @param models locations of all bundles
   * @param place of this one among them
   */
  FairTrial(
      JobContext run,
      TrialFolder folder,
      SuiteQuestions questions,
      List<String> models,
      int place) {
    this.run = run;
    this.folder = folder;
    this.questions = questions;
    this.suite = run.settings().evaluate().suite();
    this.models = models.size();
    String location = models.get(place);
    String last = location.substring(location.replaceAll("/+$", "").lastIndexOf('/') + 1);
    this.own = folder.ofModel((place + 1) + "-" + last.replace("/", ""));
    this.memory = new TrialMemory(own);
    this.always =
        Map.of("warehouse.path", own.resolve("warehouse").toString(), "model.location", location);
  }

  /** Runs it, or what is left of it. */
  ModelTrial run() throws Exception {
    try (JobContext opened = run.with(settings(Map.of()))) {
      base = opened;
      return fromImagesToPage();
    }
  }

  private ModelTrial fromImagesToPage() throws Exception {
    ingest(Scenes.MINED, Split.MINE);
    ingest(Scenes.VALIDATION, Split.HELDOUT);
    ingest(Scenes.TEST, Split.HELDOUT);
    base.bundle(); // Once for all steps.
    CalibrateSummary ours = searchedCodebook();
    ClusterSummary asGiven =
        codebook(
            Map.of(
                "experiment.maxTop1Probability", ours.proposed().maxTop1Probability(),
                "experiment.maxDivergence", ours.proposed().maxDivergence()));
    publish(asGiven);
    Map<String, Object> found = Layers.values(ours.search().settings());
    ClusterSummary searched = codebook(found);
    PrunerSearchSummary others = searchedConstants();
    EvaluateSummary test = test(found, asGiven, searched, others);
    String page =
        step(
                NightlyStep.REPORT,
                new ReportJob(),
                over(
                    found,
                    Map.of(
                        "codebook.version", searched.version(),
                        "report.file", own.resolve("report.html").toString())))
            .report();
    return new ModelTrial(
        base.bundle().manifest().name(),
        base.bundle().digest(),
        own.resolve("warehouse").toString(),
        page,
        asGiven.version(),
        searched.version(),
        ours,
        others,
        test);
  }

  private void ingest(Scenes scenes, String split) throws Exception {
    step(
        NightlyStep.INGEST,
        new IngestJob(),
        Map.of("ingest.paths", List.of(folder.of(scenes)), "ingest.split", split));
  }

  private CalibrateSummary searchedCodebook() throws Exception {
    return remembered("codebook-search", new CalibrateJob(), searching(), CalibrateSummary.class);
  }

  private PrunerSearchSummary searchedConstants() throws Exception {
    List<String> compared = ChosenPruners.expanded(suite.pruners());
    List<String> names =
        TunableMethods.all().stream().map(TunableMethod::name).filter(compared::contains).toList();
    return names.isEmpty()
        ? new PrunerSearchSummary("", 0, 0, List.of(), List.of(), "")
        : remembered(
            "pruner-search",
            new PrunerSearchJob(),
            over(searching(), Map.of("calibrate.pruners.names", names)),
            PrunerSearchSummary.class);
  }

  /** The same for the codebook and for the other pruners. */
  private Map<String, Object> searching() {
    return Map.of(
        "calibrate.search.questions", folder.of(Scenes.VALIDATION),
        "calibrate.search.budgets", suite.keeps(),
        "calibrate.search.images", suite.search().images(),
        "calibrate.search.trials", suite.search().trials(),
        "calibrate.pruners.trials", "auto");
  }

  private <T extends Summary> T remembered(
      String name, Job<T> job, Map<String, Object> settings, Class<T> type) throws Exception {
    Settings whole = settings(settings);
    return memory.once(
        name,
        Map.of(
            "model", base.bundle().digest(),
            "questions", questions.validation(),
            "calibrate", whole.calibrate(),
            "experiment", whole.experiment(),
            "cluster", whole.cluster()),
        type,
        () -> step(NightlyStep.CALIBRATE, job, settings));
  }

  private ClusterSummary codebook(Map<String, Object> settings) throws Exception {
    step(NightlyStep.MINE, new MineJob(), settings);
    return step(NightlyStep.CLUSTER, new ClusterJob(), settings);
  }

  private void publish(ClusterSummary version) throws Exception {
    step(
        NightlyStep.PUBLISH,
        new PublishJob(),
        Map.of(
            "codebook.version",
            version.version(),
            "publish.requireEvaluation",
            false,
            "publish.minPrototypes",
            1));
  }

  private EvaluateSummary test(
      Map<String, Object> found,
      ClusterSummary asGiven,
      ClusterSummary searched,
      PrunerSearchSummary others)
      throws Exception {
    List<String> pruners =
        Stream.concat(suite.pruners().stream(), ModelTrial.searchedForms(others).stream()).toList();
    Map<String, Object> settings =
        over(
            found,
            Map.of(
                "codebook.version", searched.version(),
                "evaluate.questions", folder.of(Scenes.TEST),
                "evaluate.budgets", suite.keeps(),
                "evaluate.pruners", pruners,
                "evaluate.reference", run.settings().calibrate().search().pruner(),
                "evaluate.together", models));
    return memory.once(
        "test",
        Map.of(
            "model", base.bundle().digest(),
            "questions", questions.test(),
            "default", asGiven.contentDigest(),
            "searched", searched.contentDigest(),
            "evaluate", settings(settings).evaluate().metrics()),
        EvaluateSummary.class,
        () -> step(NightlyStep.EVALUATE, new EvaluateJob(), settings));
  }

  private <T extends Summary> T step(NightlyStep step, Job<T> job, Map<String, Object> settings)
      throws Exception {
    try (JobContext context = base.with(settings(settings)).as(step.verb())) {
      return job.run(context);
    }
  }

  private Settings settings(Map<String, Object> more) {
    return new ConfigurationLoader()
        .load(run.settings().given().under(over(always, more)))
        .settings();
  }

  private static Map<String, Object> over(Map<String, Object> values, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(values);
    all.putAll(more);
    return all;
  }
}
