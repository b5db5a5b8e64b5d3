package org.tokenquarry.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.answer.View;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.ProbeRule;
import org.tokenquarry.experiment.WithinImageRule;
import org.tokenquarry.model.DevicePreference;

/** Keys, defaults and published values of the settings stay as they are. */
class ReferenceTest {

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @Test
  void keysArePinned() {
    assertThat(loader.keys())
        .containsExactly(
            "bench.bundle.directory",
            "bench.bundle.dtype",
            "bench.bundle.grid",
            "bench.bundle.hidden",
            "bench.bundle.layers",
            "bench.bundle.vocabulary",
            "bench.cluster.approximate",
            "bench.cluster.referenceUpTo",
            "bench.cluster.sizes",
            "bench.codebook.dim",
            "bench.codebook.prototypes",
            "bench.codebook.tokens",
            "bench.flow.images",
            "bench.flow.secondsPerImage",
            "bench.flow.slots",
            "bench.images",
            "bench.log.commits",
            "bench.log.commitsPerDay",
            "bench.photos",
            "bench.published",
            "bench.scaling.images",
            "bench.start.runs",
            "bench.threads",
            "bench.thresholds",
            "calibrate.images",
            "calibrate.pruners.enabled",
            "calibrate.pruners.names",
            "calibrate.pruners.trials",
            "calibrate.quantiles.divergence",
            "calibrate.quantiles.top1",
            "calibrate.search.budgets",
            "calibrate.search.clusters",
            "calibrate.search.divergenceQuantiles",
            "calibrate.search.images",
            "calibrate.search.keepOneOf",
            "calibrate.search.moreImagesThan",
            "calibrate.search.prototypes",
            "calibrate.search.pruner",
            "calibrate.search.questions",
            "calibrate.search.top1Quantiles",
            "calibrate.search.trials",
            "calibrate.search.withinImage.clusters",
            "calibrate.search.withinImage.maxSizes",
            "calibrate.search.withinImage.neighbours",
            "cluster.cells",
            "cluster.clusters",
            "cluster.contextIndependence.enabled",
            "cluster.contextIndependence.moreImagesThan",
            "cluster.maxCandidates",
            "cluster.method",
            "cluster.neighbours",
            "cluster.prototypes",
            "clustering.blockMemory",
            "codebook.version",
            "compact.fileBytes",
            "compact.files",
            "compact.maxBytes",
            "compact.smallerThan",
            "evaluate.batchMemory",
            "evaluate.bootstrapSamples",
            "evaluate.budgetOver",
            "evaluate.budgets",
            "evaluate.calibrationImages",
            "evaluate.frames",
            "evaluate.maxAnswerTokens",
            "evaluate.positions",
            "evaluate.pruners",
            "evaluate.questions",
            "evaluate.reference",
            "evaluate.scoring",
            "evaluate.seeds",
            "evaluate.suite.budgets",
            "evaluate.suite.models",
            "evaluate.suite.name",
            "evaluate.suite.own.mined",
            "evaluate.suite.own.test",
            "evaluate.suite.own.validation",
            "evaluate.suite.pruners",
            "evaluate.suite.scenes.mined",
            "evaluate.suite.scenes.test",
            "evaluate.suite.scenes.validation",
            "evaluate.suite.search.images",
            "evaluate.suite.search.trials",
            "evaluate.suite.seeds.mined",
            "evaluate.suite.seeds.test",
            "evaluate.suite.seeds.validation",
            "evaluate.together",
            "evaluate.view",
            "executors.tasksPerGpu",
            "executors.timeout",
            "experiment.divergence",
            "experiment.divergenceHead",
            "experiment.firstToken",
            "experiment.globalWeight",
            "experiment.maxDivergence",
            "experiment.maxTop1Probability",
            "experiment.probe",
            "experiment.regionWeight",
            "experiment.singleHead",
            "experiment.view",
            "experiment.window",
            "experiment.withinImage.clusters",
            "experiment.withinImage.enabled",
            "experiment.withinImage.maxSize",
            "experiment.withinImage.neighbours",
            "export.directory",
            "export.dtype",
            "export.formats",
            "export.hub.baseModel",
            "export.hub.licence",
            "export.key",
            "export.watch",
            "forget.images",
            "import.file",
            "import.tensor",
            "ingest.extensions",
            "ingest.maxAspectRatio",
            "ingest.maxBytes",
            "ingest.maxPixels",
            "ingest.packBytes",
            "ingest.packImages",
            "ingest.paths",
            "ingest.split",
            "mine.batchMemory",
            "mine.batchSize",
            "mine.commitEvery",
            "mine.engine",
            "mine.giveUpAfter",
            "mine.imagesPerBatch",
            "mine.imagesPerCommit",
            "mine.imagesPerTask",
            "model.device",
            "model.location",
            "move.images",
            "move.split",
            "nightly.verbs",
            "plan.articles",
            "plan.gflopsPerSecond",
            "plan.imageBytes",
            "plan.images",
            "plan.keep.global",
            "plan.keep.region",
            "plan.keep.singleToken",
            "plan.keep.withinImage",
            "plan.matrixGflopsPerSecond",
            "plan.patches",
            "plan.questions.answerTokens",
            "plan.questions.count",
            "plan.questions.images",
            "plan.questions.tokens",
            "plan.shape",
            "plan.shares",
            "plan.slots",
            "preset",
            "publish.budgets",
            "publish.maxQuarantinedShare",
            "publish.minImages",
            "publish.minPrototypes",
            "publish.minQuestions",
            "publish.minRelativeAccuracy",
            "publish.minUnprunedAccuracy",
            "publish.notWorseThanPublished",
            "publish.notWorseThanRandom",
            "publish.pruners",
            "publish.questionSet",
            "publish.requireEvaluation",
            "registry.alias",
            "registry.at",
            "registry.from",
            "registry.to",
            "repair.apply",
            "report.file",
            "report.imageBytes",
            "report.images",
            "report.keep",
            "report.prototypes",
            "retry.pause",
            "retry.times",
            "runs.count",
            "scenes.count",
            "scenes.directory",
            "scenes.format",
            "scenes.seed",
            "scenes.world",
            "sql.query",
            "sql.rows",
            "vacuum.dryRun",
            "vacuum.retention",
            "verify.tasks",
            "verifyExport.directory",
            "verifyExport.key",
            "warehouse.lease",
            "warehouse.path");
  }

  @Test
  void defaultsArePinned() {
    Settings settings = loader.load(Layers.NONE).settings();

    assertThat(settings.preset()).isEqualTo("bundled");
    assertThat(settings.warehouse().path()).isEqualTo("warehouse");
    assertThat(settings.model()).isEqualTo(new ModelSettings("bundled", DevicePreference.AUTO));
    assertThat(settings.ingest())
        .isEqualTo(
            new IngestSettings(
                List.of(),
                64L << 20,
                50_000_000,
                100,
                List.of(
                    "jpg", "jpeg", "jfif", "mpo", "png", "gif", "bmp", "tif", "tiff", "webp", "jp2",
                    "avif", "heif", "heic", "ico"),
                "mine",
                64L << 20,
                2_000));
    assertThat(settings.mine())
        .isEqualTo(
            new MineSettings(
                EngineKind.CASCADE, 48, 2L << 20, 0, 16, 500, 100, Duration.ofSeconds(30)));
    assertThat(settings.evaluate())
        .isEqualTo(
            new EvaluateSettings(
                Optional.empty(),
                List.of(0.5, 0.33, 0.2, 0.1, 0.05),
                List.of(
                    "codebook",
                    "codebook-diverse",
                    "random",
                    "uniform-grid",
                    "cls-most-similar",
                    "average-pooling",
                    "gprune",
                    "divprune"),
                "codebook",
                List.of(1L, 2L, 3L, 4L, 5L),
                View.BASE,
                BudgetOver.IMAGE,
                8,
                Positions.COMPACTED,
                Scoring.FIRST_TOKEN,
                16,
                8,
                1000,
                4L << 20,
                1,
                new SuiteSettings(
                    SuiteSettings.Name.NONE,
                    List.of(),
                    List.of(0.2, 0.1, 0.05),
                    List.of("all"),
                    new SuiteSettings.Sizes(240, 60, 200),
                    new SuiteSettings.Seeds(2578420141L, 2655318207L, 1031246483L),
                    Optional.empty(),
                    new SuiteSettings.Search(32, 7))));
    assertThat(settings.evaluate().suite().seeds().differ()).isTrue();
    assertThat(settings.given()).isEqualTo(Layers.NONE);
    assertThat(settings.calibrate().search().mostTrials()).isEqualTo(324);
    assertThat(settings.calibrate().pruners())
        .isEqualTo(new PrunerSearchSettings(false, List.of("all"), 0));
    assertThat(settings.calibrate().pruners().mostTrials(settings.calibrate().search()))
        .isEqualTo(324);
    assertThat(settings.publish())
        .isEqualTo(
            new PublishSettings(
                true,
                Optional.empty(),
                100,
                20,
                0.3,
                1,
                0.2,
                List.of("codebook", "codebook-diverse"),
                List.of(0.2, 0.1, 0.05),
                List.of(),
                true,
                true));
    assertThat(settings.codebook().choice()).isEqualTo(CodebookSelection.Choice.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "llava-1.5-7b,       0.15, 2e-3,   8, 64, 64",
    "llava-1.5-13b,      0.077, 1.8e-3, 8, 64, 64",
    "llava-next-8b,      0.10, 2e-3,   8, 64, 64",
    "llava-onevision-7b, 0.08, 1.8e-3, 3, 24, 16",
  })
  void presetsHoldThePublishedValues(
      String preset, double top1, double divergence, int maxSize, int clusters, int moreThan) {
    Settings settings = loader.load(Layers.assigning("preset=" + preset)).settings();

    ExperimentSettings experiment = settings.experiment();
    assertThat(experiment)
        .isEqualTo(
            new ExperimentSettings(
                ProbeRule.PUBLISHED,
                3,
                50,
                10,
                DivergenceForm.OFFICIAL_CODE,
                FirstTokenRule.SKIP_ARTICLE,
                1,
                16,
                top1,
                divergence,
                new WithinImageRule(8, 5, maxSize),
                MinedView.BASE));
    assertThat(experiment.probe().ranks()).hasSize(96);
    assertThat(settings.cluster().clusters()).isEqualTo(clusters);
    assertThat(settings.cluster().neighbours()).isEqualTo(5);
    assertThat(settings.cluster().contextIndependence())
        .isEqualTo(
            new ContextIndependenceSettings(
                true, new ImageThreshold(moreThan, ImageThreshold.Unit.COUNT)));
  }

  @Test
  void bundledPresetProbesAllTokensWithoutTheWithinImageCondition() {
    Settings settings = loader.load(Layers.NONE).settings();

    assertThat(settings.experiment().probe()).isEqualTo(ProbeRule.ALL);
    assertThat(settings.experiment().withinImage()).isNull();
    ImageThreshold share = settings.cluster().contextIndependence().moreImagesThan();
    assertThat(share.images(239)).isEqualTo(11);
  }
}
