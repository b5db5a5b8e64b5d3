package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;
import org.tokenquarry.experiment.ProbeRule;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.calibrate.CalibrateOptions;
import org.tokenquarry.jobs.cluster.ClusterJob;
import org.tokenquarry.jobs.cluster.ClusterOptions;
import org.tokenquarry.jobs.cluster.ClusterSummary;
import org.tokenquarry.jobs.cluster.MinImages;
import org.tokenquarry.jobs.evaluate.EvaluateJob;
import org.tokenquarry.jobs.evaluate.EvaluateOptions;
import org.tokenquarry.jobs.export.ExportJob;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.ingest.IngestOptions;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.mine.MineOptions;
import org.tokenquarry.jobs.mine.MineSummary;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.publish.PublishOptions;
import org.tokenquarry.jobs.config.SceneFormat;
import org.tokenquarry.jobs.scenes.ScenesJob;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.sql.ExaminePlan;

class PipelineTest {

  @TempDir Path directory;

  @Test
  void minesACodebookFromImages() {
    String location = System.getProperty("bundle", "../udfs/src/test/resources/bundles/tiny");
    ModelBundle bundle = ModelBundle.open(location);
    Path mine = directory.resolve("mine");
    Path heldout = directory.resolve("heldout");
    new ScenesJob(8, 1, mine, SceneFormat.PNG).run();
    new ScenesJob(6, 2, heldout, SceneFormat.PNG).run();
    Warehouse warehouse = new Warehouse(LocalSpark.session(), directory.resolve("w").toString());
    RunInfo run = new RunInfo("r1", "test", bundle.digest(), "s");
    Set<String> extensions = Set.of("png");
    System.err.println(
        new IngestJob(warehouse, run, new IngestOptions(ImageLimits.DEFAULT, extensions, "mine"))
            .run(List.of(mine.toString())));
    System.err.println(
        new IngestJob(warehouse, run, new IngestOptions(ImageLimits.DEFAULT, extensions, "heldout"))
            .run(List.of(heldout.toString())));
    ExperimentSettings settings =
        new ExperimentSettings(
            ProbeRule.ALL,
            3,
            50,
            10,
            DivergenceForm.OFFICIAL_CODE,
            FirstTokenRule.SKIP_ARTICLE,
            1,
            16,
            0.5,
            1,
            null);
    ExaminePlan plan =
        new ExaminePlan(
            location,
            DevicePreference.CPU,
            settings,
            ImageLimits.DEFAULT,
            EngineKind.EXHAUSTIVE,
            16);
    System.err.println(new CalibrateJob(warehouse, new CalibrateOptions(plan, 4, 0.5, 0.5)).run());
    MineSummary mined = new MineJob(warehouse, run, new MineOptions(plan, 2, 5)).run(bundle);
    System.err.println(mined);
    MineSummary again = new MineJob(warehouse, run, new MineOptions(plan, 2, 5)).run(bundle);
    System.err.println(again);
    assertThat(again.alreadyMined()).isEqualTo(mined.mined());
    ClusterSummary clustered =
        new ClusterJob(
                warehouse,
                run,
                new ClusterOptions(new DpcKnnSettings(4, 5), MinImages.of(1), 4096, "{}", "s"))
            .run("tiny");
    System.err.println(clustered);
    Codebooks codebooks = new Codebooks(warehouse);
    System.err.println(
        new EvaluateJob(
                warehouse,
                run,
                new EvaluateOptions(
                    location,
                    DevicePreference.CPU,
                    heldout.resolve("questions.jsonl").toString(),
                    List.of(0.5, 0.2),
                    List.of(1L, 2L),
                    200,
                    4))
            .run(codebooks.requireLatest()));
    System.err.println(
        new PublishJob(warehouse, run, new PublishOptions(true, 1)).run(codebooks.requireLatest()));
    System.err.println(
        new ExportJob(warehouse, directory.resolve("out").toString())
            .run(codebooks.requireLatest()));
  }
}
