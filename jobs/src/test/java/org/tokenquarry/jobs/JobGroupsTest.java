package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * What people see who look at Spark: every job has the verb as its group and has a description, and
 * Prometheus reads what was done.
 */
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
    LocalSpark.stop();

    assertJobs("ingest", scenes.resolve("images").toString());
    assertJobs("ingest", heldOut.resolve("images").toString(), "--split", "heldout");
    assertJobs("mine");
    assertThat(Jobs.SCRAPED.get())
        .contains(
            "metrics_tokenquarry_driver_run_images_mined_Count{type=\"counters\"} 10",
            "metrics_tokenquarry_driver_run_images_quarantined_Count{type=\"counters\"} 0",
            "metrics_tokenquarry_driver_run_tokens_probed_Count{type=\"counters\"} 160")
        .containsPattern("driver_run_model_seconds_Value\\{type=\"gauges\"} 0\\.0*[1-9]");
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
            "spark.ui.enabled=true",
            "spark.ui.port=0",
            "spark.metrics.conf.driver.sink.prometheusServlet.class="
                + "org.apache.spark.metrics.sink.PrometheusServlet",
            "spark.metrics.conf.driver.sink.prometheusServlet.path=/metrics/prometheus",
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
    private static final AtomicReference<String> SCRAPED = new AtomicReference<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      STARTED.add(job.properties());
    }

    /** The page goes when the session stops, so the last one is kept. */
    @Override
    public void onJobEnd(SparkListenerJobEnd job) {
      SparkContext context = SparkContext.getOrCreate();
      try (InputStream page =
          URI.create(context.uiWebUrl().get() + "/metrics/prometheus/").toURL().openStream()) {
        SCRAPED.set(new String(page.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
