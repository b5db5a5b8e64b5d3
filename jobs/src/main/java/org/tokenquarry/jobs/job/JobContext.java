package org.tokenquarry.jobs.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.jobs.config.ChosenThresholds;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.lease.RunLeases;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.table.BrokenLogs;
import org.tokenquarry.jobs.table.Calibration;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Fence;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.RegistryErrors;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.task.AskSettings;
import org.tokenquarry.task.Experiments;
import org.tokenquarry.task.TaskModel;

/**
 * What a job is given: the settings of the run, and what follows from them. Nothing is opened
 * before it is asked for, and nothing is opened twice. One thread uses it.
 */
public final class JobContext implements AutoCloseable {

  private final Run run;
  private final String verb;
  private final Settings settings;
  private Warehouse warehouse;
  private SparkProgress phases;
  private ModelTasks modelTasks;
  private boolean named;
  private ModelBundle bundle;
  private ExperimentSettings experiment;
  private RunInfo experimentInfo;

  /**
   * What the verbs of one run share.
   *
   * @param id names the run in tables and logs; unique
   * @param session starts Spark on the first call and answers the same session afterwards
   * @param hadoop says how file systems are reached, without starting Spark
   * @param progress shows how far the work is
   * @param leases on the warehouses that are written to
   * @param metrics show what was done so far
   */
  public record Run(
      String id,
      Supplier<SparkSession> session,
      Supplier<Configuration> hadoop,
      Progress progress,
      RunLeases leases,
      RunMetrics metrics) {}

  /**
   * The context of one verb.
   *
   * @param verb names the run's commits and Spark jobs
   * @param settings every setting, valid
   */
  public JobContext(Run run, String verb, Settings settings) {
    this.run = run;
    this.verb = verb;
    this.settings = settings;
  }

  /** A context of its own for another verb of this run; the caller closes it. */
  public JobContext as(String other) {
    return sharing(new JobContext(run, other, settings));
  }

  /** A context of its own for this verb with other settings; the caller closes it. */
  public JobContext with(Settings others) {
    return sharing(new JobContext(run, verb, others));
  }

  /** To check the files of a large model takes long, so the verbs of a run do it once. */
  private JobContext sharing(JobContext other) {
    boolean same =
        settings.warehouse().equals(other.settings.warehouse())
            && settings.model().equals(other.settings.model());
    other.bundle = same ? bundle : null;
    return other;
  }

  /** What the verbs of this run share. */
  public Run run() {
    return run;
  }

  /** Every setting. */
  public Settings settings() {
    return settings;
  }

  /** What the run has done so far; for what is committed. */
  public RunMetrics metrics() {
    return run.metrics();
  }

  /** Shows progress without Spark. */
  public Progress progress() {
    return run.progress();
  }

  /** The session; a job that never asks never waits for Spark to start. */
  public SparkSession spark() {
    SparkSession session = run.session().get();
    if (!named) {
      session.sparkContext().setJobGroup(verb, verb, false);
      run.metrics().showIn(session.sparkContext());
      named = true;
    }
    return session;
  }

  /** Shows progress of work that Spark does, phase by phase. */
  public SparkProgress phases() {
    if (phases == null) {
      phases = new SparkProgress(spark(), run.progress(), verb);
    }
    return phases;
  }

  /**
   * The tables; their directory may not exist yet. A verb that writes takes the lease here, before
   * it reads anything.
   *
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if the verb writes, and another run
   *     has the lease
   */
  public Warehouse warehouse() {
    if (warehouse == null) {
      warehouse = run.leases().on(unleased(), settings.warehouse().lease());
    }
    return warehouse;
  }

  /**
   * The tables, for a verb that may make them. If their directory does not exist, they can only be
   * read, and nothing is made before {@link #warehouse} is called.
   *
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException as {@link #warehouse}
   */
  public Warehouse warehouseIfAny() {
    Warehouse unleased = unleased();
    return unleased.exists() ? warehouse() : unleased.behind(Fence.closed(verb));
  }

  /**
   * A failure of the job, with the name of the table whose log is broken, if that is the reason.
   *
   * @return the failure itself if it has another reason
   */
  public Exception named(Exception failure) {
    // What the user can correct is told already, and the place of the tables may be part of it.
    return failure instanceof UserException ? failure : BrokenLogs.named(failure, unleased());
  }

  private Warehouse unleased() {
    return new Warehouse(this::spark, run.hadoop().get(), settings.warehouse().path());
  }

  /**
   * The tables, for a verb that works on what an earlier one wrote.
   *
   * @throws org.tokenquarry.error.UserException if their directory does not exist
   */
  public Warehouse existingWarehouse() {
    unleased().requireExisting(); // Before the lease, which would make it.
    return warehouse();
  }

  /**
   * The model bundle.
   *
   * @throws org.tokenquarry.error.UserException if it is damaged, if there is no warehouse, or if
   *     the warehouse was mined with another model
   */
  public ModelBundle bundle() {
    if (bundle == null) {
      ModelBundle opened = ModelBundle.open(settings.model().location());
      new ModelBinding(existingWarehouse(), opened.digest(), opened.manifest().name()).require();
      bundle = opened;
    }
    return bundle;
  }

  /**
   * The experiments with the thresholds in force: those that the user chose, else those that this
   * warehouse was calibrated to, else those of the default preset. Verbs that use the table {@code
   * experiments} take them from here and not from the settings.
   */
  public ExperimentSettings experiment() {
    if (experiment == null) {
      ExperimentSettings given = settings.experiment();
      experiment = calibration().map(this::calibrated).orElse(given);
    }
    return experiment;
  }

  /** How many tokens of each image are probed; empty where it depends on the image's shape. */
  public OptionalInt probedTokens() {
    return experiment().minedView() == MinedView.BASE && !bundle().manifest().keepsShape()
        ? OptionalInt.of(experiment().probe().count(bundle().manifest().grid().size()))
        : OptionalInt.empty();
  }

  private ExperimentSettings calibrated(Calibration calibration) {
    ExperimentSettings given = settings.experiment();
    ChosenThresholds chosen = settings.chosen();
    return given.withThresholds(
        chosen.top1Probability() ? given.maxTop1Probability() : calibration.maxTop1Probability(),
        chosen.divergence() ? given.maxDivergence() : calibration.maxDivergence());
  }

  /** The calibration of the warehouse for this model and these settings of the experiments. */
  public Optional<Calibration> calibration() {
    // They never change, so they may be read before the warehouse is known to exist.
    Calibrations calibrations = new Calibrations(unleased());
    return calibrations.any()
        ? calibrations.of(bundle().digest(), SettingsDigest.ofScores(settings.experiment()).hex())
        : Optional.empty();
  }

  /** The model as the tasks of executors open it. */
  public TaskModel taskModel() {
    return new TaskModel(
        settings.model().location(), settings.model().device(), settings.ingest().limits());
  }

  /** What Spark gives to tasks that compute with the model. */
  public ModelTasks modelTasks() {
    if (modelTasks == null) {
      modelTasks =
          ModelTasks.of(spark().sparkContext().getConf(), settings.executors().tasksPerGpu());
    }
    return modelTasks;
  }

  /**
   * The experiments as executors run them.
   *
   * @throws org.tokenquarry.error.UserException if the model cannot be examined so, see {@link
   *     Experiments#requireServedBy}
   */
  public Experiments examining(EngineKind engine) {
    return new Experiments(taskModel(), experiment(), engine, settings.mine().batching())
        .requireServedBy(bundle().manifest());
  }

  /**
   * How executors ask questions.
   *
   * @param keeps ratios of the visual tokens that are kept, each in (0, 1]
   * @param images the most that a question is about
   * @throws org.tokenquarry.error.UserException if the model cannot be asked so, see {@link
   *     AskSettings#requireServedBy}
   */
  public AskSettings asking(List<Double> keeps, int images) {
    EvaluateSettings evaluate = settings.evaluate();
    return new AskSettings(
            keeps,
            evaluate.view(),
            evaluate.budgetOver(),
            evaluate.positions(),
            evaluate.batching(),
            evaluate.maxAnswerTokens())
        .requireServedBy(bundle().manifest(), images);
  }

  /** The origin of commits in which no model is involved. */
  public RunInfo info() {
    return new RunInfo(run.id(), verb, "", "");
  }

  /** The origin of commits that rest on experiments with the model. */
  public RunInfo experimentInfo() {
    if (experimentInfo == null) {
      experimentInfo = info(bundle().digest(), SettingsDigest.of(experiment()).hex());
    }
    return experimentInfo;
  }

  /** The origin of commits about a model and settings that the caller knows. */
  public RunInfo info(String modelDigest, String settingsDigest) {
    return new RunInfo(run.id(), verb, modelDigest, settingsDigest);
  }

  /** The version that the settings name; the newest where they leave it to the verb. */
  public CodebookVersion codebook() {
    return codebook(CodebookSelection.LATEST);
  }

  /**
   * The version that the settings name.
   *
   * @param usual which one, where they leave it to the verb
   * @throws org.tokenquarry.error.UserException if there is no such version
   */
  public CodebookVersion codebook(CodebookSelection usual) {
    return version(settings.codebook().or(usual));
  }

  /**
   * The version that the settings name, for a verb that takes none by itself.
   *
   * @throws org.tokenquarry.error.UserException if they name none, or if there is no such version
   */
  public CodebookVersion namedCodebook() {
    if (settings.codebook().choice() == CodebookSelection.Choice.DEFAULT) {
      throw RegistryErrors.versionNotNamed(verb);
    }
    return version(settings.codebook());
  }

  /**
   * A version.
   *
   * @throws org.tokenquarry.error.UserException if there is no such version
   */
  public CodebookVersion version(CodebookSelection selection) {
    return new Codebooks(existingWarehouse()).selected(selection, verb);
  }

  /** Ends what is shown; neither the session nor the tables need closing. */
  @Override
  public void close() {
    if (phases != null) {
      phases.close();
    } else if (named) {
      spark().sparkContext().clearJobGroup();
    }
  }
}
