package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Every Spark job has the verb as its group and has a description. */
class JobGroupsTest {

  private static final String NAME = "warehouse";

  @TempDir Path directory;

  @Test
  void everySparkJobNamesItsVerb() {
    Path scenes = directory.resolve("scenes");
    Path heldOut = directory.resolve("heldout");
    Commands.run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    Commands.run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString());
    // The listener is only added to a session that is started with it.
    LocalSpark.session().stop();

    assertJobs("ingest", scenes.resolve("images").toString());
    assertJobs("ingest", heldOut.resolve("images").toString(), "--split", "heldout");
    assertJobs("mine");
    assertJobs("cluster");
    assertJobs("evaluate", "--questions", heldOut.toString());
    assertJobs("report", "--out", directory.resolve("report.html").toString());
    assertJobs("publish");
    assertJobs("export", "--out", directory.resolve("exported").toString());
    assertJobs("calibrate");
  }

  private void assertJobs(String verb, String... arguments) {
    Jobs.STARTED.clear();
    List<String> all = new ArrayList<>(List.of(arguments));
    Stream.of(
            "spark.extraListeners=" + Jobs.class.getName(),
            "evaluate.budgets=[0.2]",
            "evaluate.pruners=[codebook, random]",
            "evaluate.bootstrapSamples=20",
            "publish.pruners=[codebook]",
            "report.images=2")
        .forEach(setting -> all.addAll(List.of("--set", setting)));
    Commands.Result result =
        new TinyWarehouses(directory).run(NAME, verb, all.toArray(String[]::new));
    assertThat(result.code()).as("%s: %s", verb, result.json()).isEqualTo(ExitCode.DONE);
    assertThat(Jobs.STARTED)
        .as(verb)
        .isNotEmpty()
        .allSatisfy(
            properties -> {
              assertThat(properties.getProperty("spark.jobGroup.id")).isEqualTo(verb);
              assertThat(properties.getProperty("spark.job.description")).isNotBlank();
            });
  }

  /** Collects the properties of each job; made by Spark. */
  public static final class Jobs extends SparkListener {

    private static final ConcurrentLinkedQueue<Properties> STARTED = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      STARTED.add(job.properties());
    }
  }
}
