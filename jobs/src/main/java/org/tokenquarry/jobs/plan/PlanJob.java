package org.tokenquarry.jobs.plan;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.jobs.config.ModelSettings;
import org.tokenquarry.jobs.config.PlanSettings;
import org.tokenquarry.jobs.config.PlanSettings.Keep;
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

  private static final double MILLION = 1e6;

  /** Loads the model only where its rate is to be measured. */
  @Override
  public PlanSummary run(JobContext context) {
    PlanSettings plan = context.settings().plan();
    ModelSettings location = context.settings().model();
    Keep keep = keep(context, plan);
    if (plan.gflopsPerSecond().isPresent()) {
      double given = plan.gflopsPerSecond().getAsDouble();
      StageRates rates = StageRates.given(given, plan.matrixGflopsPerSecond().orElse(given));
      return summary(
          context.settings(),
          plan.shape().map(ModelShape::known).orElseGet(() -> ofBundle(location)),
          keep,
          rates);
    }
    if (plan.shape().isPresent()) {
      throw PlanErrors.rateMissing(plan.shape().get());
    }
    ModelBundle bundle = ModelBundle.open(location.location());
    ModelShape shape = ModelShape.of(bundle.manifest());
    try (LoadedModel loaded = LoadedModel.open(bundle, TaskDevice.alone(location.device()))) {
      StageRates rates = StageRates.measured(loaded, plan.matrixGflopsPerSecond());
      return summary(context.settings(), shape, keep, rates);
    }
  }

  private static Keep keep(JobContext context, PlanSettings plan) {
    return switch (plan.shares()) {
      case SETTINGS -> plan.keep();
      case WAREHOUSE -> {
        if (plan.shape().isPresent()) {
          throw PlanErrors.sharesOfBundle(plan.shape().get());
        }
        yield MinedShares.of(context);
      }
    };
  }

  private static ModelShape ofBundle(ModelSettings location) {
    return ModelShape.of(ModelBundle.open(location.location()).manifest());
  }

  private static PlanSummary summary(
      Settings settings, ModelShape model, Keep keep, StageRates rates) {
    PlanSettings plan = settings.plan();
    EngineKind engine = settings.mine().engine();
    ImageCost cost = new ImageCost(model, plan.experiment(), keep, plan.articles());
    List<StageCost> stages =
        switch (engine) {
          case CASCADE -> cost.cascade();
          case EXHAUSTIVE -> cost.exhaustive();
        };
    double gflop = stages.stream().mapToDouble(StageCost::gflop).sum();
    double seconds =
        rates.seconds(
            stages.stream()
                .map(stage -> new TimedStage(stage, stage.sequences(), model.before()))
                .toList(),
            settings.mine().batching());
    int patches = model.grid().size();
    long images = plan.patches() == 0 ? plan.images() : (plan.patches() + patches - 1) / patches;
    double hours = Hours.of(images * seconds, plan.slots());
    long redundant = Math.round(images * cost.redundant());
    ClusterPlan cluster =
        ClusterPlan.of(redundant, model.decoder().hidden(), settings, rates.products());
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
        TablePlan.of(settings, images, images * cost.probed(), redundant, model.decoder().hidden()),
        plan.shares() == PlanSettings.Shares.WAREHOUSE ? "warehouse" : "settings",
        keep,
        cluster,
        EvaluatePlan.of(model, settings.evaluate(), plan.questions(), rates, plan.slots()),
        DriverPlan.of(settings, images, hours));
  }

  /** A plan without a model knows only the preference; where it allows a GPU, a GPU is planned. */
  private static ModelDevice device(ModelSettings model) {
    return model.device() == DevicePreference.CPU ? ModelDevice.CPU : ModelDevice.gpu(0);
  }
}
