package org.tokenquarry.jobs.plan;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.jobs.config.ModelSettings;
import org.tokenquarry.jobs.config.PlanSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;

/**
 * Estimates what mining costs, before it starts.
 *
 * <p>Input: the sizes of a model, from its bundle or by name. Output: none but the summary.
 * Example:
 *
 * <pre>{@code tokenquarry plan --shape llava-1.5-7b --gflops-per-second 100000}</pre>
 *
 * <p>Failure modes: an unknown name, a bundle without its sizes, a rate that cannot be measured
 * without a bundle ({@link UserException}).
 */
public final class PlanJob implements Job<PlanSummary> {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  /** Loads the model only where its rate is to be measured. */
  @Override
  public PlanSummary run(JobContext context) {
    Settings settings = context.settings();
    PlanSettings plan = settings.plan();
    ModelSettings location = settings.model();
    if (plan.gflopsPerSecond().isPresent()) {
      StageRates rates = StageRates.given(plan.gflopsPerSecond().getAsDouble());
      return summary(
          settings, plan.shape().map(ModelShape::known).orElseGet(() -> ofBundle(location)), rates);
    }
    if (plan.shape().isPresent()) {
      throw PlanErrors.rateMissing(plan.shape().get());
    }
    ModelBundle bundle = ModelBundle.open(location.location());
    ModelShape shape = ModelShape.of(bundle.manifest());
    try (LoadedModel loaded = LoadedModel.open(bundle, TaskDevice.alone(location.device()))) {
      return summary(
          settings, shape, StageRates.measured(loaded, settings.mine().batching(), shape.before()));
    }
  }

  private static ModelShape ofBundle(ModelSettings location) {
    return ModelShape.of(ModelBundle.open(location.location()).manifest());
  }

  private static PlanSummary summary(Settings settings, ModelShape model, StageRates rates) {
    PlanSettings plan = settings.plan();
    EngineKind engine = settings.mine().engine();
    ImageCost cost = new ImageCost(model, plan.experiment(), plan);
    List<StageCost> stages =
        switch (engine) {
          case CASCADE -> cost.cascade();
          case EXHAUSTIVE -> cost.exhaustive();
        };
    double gflop = stages.stream().mapToDouble(StageCost::gflop).sum();
    double seconds =
        stages.stream()
            .filter(stage -> stage.gflop() > 0)
            .mapToDouble(stage -> stage.gflop() / rates.of(stage))
            .sum();
    int patches = model.grid().size();
    long images = plan.patches() == 0 ? plan.images() : (plan.patches() + patches - 1) / patches;
    double hours = images * seconds / plan.slots() / SECONDS_PER_HOUR;
    return new PlanSummary(
        model.name(),
        plan.preset(),
        engine.code(),
        images,
        images * patches,
        images * cost.probed(),
        stages,
        gflop,
        gflop / seconds,
        plan.gflopsPerSecond().isPresent() ? "given" : "measured",
        plan.slots(),
        seconds,
        hours,
        hours / (images * patches) * MILLION,
        MemoryPlan.of(model, engine, settings.mine().batching().on(device(settings.model()))),
        TablePlan.of(model.decoder(), images, plan.imageBytes(), cost.probed(), cost.redundant()));
  }

  /** A plan without a model knows only the preference; where it allows a GPU, a GPU is planned. */
  private static ModelDevice device(ModelSettings model) {
    return model.device() == DevicePreference.CPU ? ModelDevice.CPU : ModelDevice.gpu(0);
  }
}
