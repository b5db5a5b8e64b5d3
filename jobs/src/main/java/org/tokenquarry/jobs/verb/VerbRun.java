package org.tokenquarry.jobs.verb;

import java.util.Optional;
import java.util.function.Function;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.config.ChosenThresholds;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.table.Calibration;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;

/** What the verbs need of one run, made from its settings. */
final class VerbRun {

  private final JobContext context;
  private final String verb;
  private final Warehouse warehouse;
  private ModelBundle bundle;
  private ExperimentSettings experiment;

  VerbRun(JobContext context, String verb) {
    this.context = context;
    this.verb = verb;
    this.warehouse =
        new Warehouse(
            context.session(), context.hadoop().get(), context.settings().warehouse().path());
  }

  Settings settings() {
    return context.settings();
  }

  Warehouse warehouse() {
    return warehouse;
  }

  /**
   * The warehouse, for a verb that works on what an earlier one left there.
   *
   * @throws org.tokenquarry.error.UserException if its directory does not exist
   */
  Warehouse existingWarehouse() {
    warehouse.requireExisting();
    return warehouse;
  }

  /** Opens the bundle, and refuses one that the warehouse, which exists, was not mined with. */
  ModelBundle bundle() {
    if (bundle == null) {
      ModelBundle opened = ModelBundle.open(settings().model().location());
      new ModelBinding(existingWarehouse(), opened.digest(), opened.manifest().name()).require();
      bundle = opened;
    }
    return bundle;
  }

  /**
   * The experiments with the thresholds in force: those that the user chose, else those that this
   * warehouse was calibrated to, else the default preset's. Verbs that touch {@code experiments}
   * take them from here and not from the settings.
   */
  ExperimentSettings experiment() {
    if (experiment == null) {
      ExperimentSettings given = settings().experiment();
      experiment = calibration().map(this::calibrated).orElse(given);
    }
    return experiment;
  }

  private ExperimentSettings calibrated(Calibration calibration) {
    ExperimentSettings given = settings().experiment();
    ChosenThresholds chosen = settings().chosen();
    return given.withThresholds(
        chosen.top1Probability() ? given.maxTop1Probability() : calibration.maxTop1Probability(),
        chosen.divergence() ? given.maxDivergence() : calibration.maxDivergence());
  }

  /** The calibration of the warehouse, for this model and these settings of the experiments. */
  Optional<Calibration> calibration() {
    Calibrations calibrations = new Calibrations(warehouse);
    return calibrations.any()
        ? calibrations.of(bundle().digest(), SettingsDigest.ofScores(settings().experiment()).hex())
        : Optional.empty();
  }

  /** Where commits come from that no model is involved in. */
  RunInfo info() {
    return new RunInfo(context.runId(), verb, "", "");
  }

  /** Where commits come from that rest on experiments with this model. */
  RunInfo info(ModelBundle bundle) {
    String experiment = SettingsDigest.of(experiment()).hex();
    return new RunInfo(context.runId(), verb, bundle.digest(), experiment);
  }

  /** The version that the settings name; the newest where they leave it to the verb. */
  CodebookVersion codebook() {
    return codebook(CodebookSelection.LATEST);
  }

  /**
   * The version that the settings name.
   *
   * @param usual which one, where they leave it to the verb
   */
  CodebookVersion codebook(CodebookSelection usual) {
    CodebookSelection selection = settings().codebook().or(usual);
    Codebooks codebooks = new Codebooks(existingWarehouse());
    return switch (selection.choice()) {
      case NUMBER -> codebooks.version(selection.version().getAsInt());
      case PUBLISHED -> codebooks.requirePublished(verb);
      case LATEST, DEFAULT -> codebooks.requireLatest();
    };
  }

  ImageLimits limits() {
    IngestSettings ingest = settings().ingest();
    return new ImageLimits(ingest.maxBytes(), ingest.maxPixels(), ingest.maxAspectRatio());
  }

  /**
   * Does Spark work while its progress is shown.
   *
   * @param begin what is done first, as a short phrase
   */
  <T> T shown(String begin, Function<SparkProgress, T> work) {
    try (SparkProgress progress =
        SparkProgress.of(context.spark(), context.progress(), verb, begin)) {
      return work.apply(progress);
    }
  }
}
