package org.tokenquarry.jobs.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;

/** The loss of an executor while it mines does not change what is mined. */
class ExecutorLossTest {

  private static final int IMAGES = 20;
  private static final int TOKENS = 16;

  @TempDir Path directory;

  private StandaloneCluster cluster;

  @BeforeEach
  void startTheCluster() throws IOException {
    RunningSession.stop();
    cluster = new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")));
    cluster.addWorker("first", Map.of(), Map.of());
    cluster.addWorker("second", Map.of(), Map.of());
    String scenes = directory.resolve("scenes").toString();
    Commands.run("scenes", "--count", "" + IMAGES, "--seed", "4", "--out", scenes);
  }

  @AfterEach
  void stopTheCluster() {
    RunningSession.stop();
    cluster.close();
  }

  @Test
  void theSameExperimentsAreMinedWhenAnExecutorDies() {
    mine("calm", Map.of("spark.master", "local[2]"));
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.extraListeners", Killer.class.getName());
    Killer.KILL.set(cluster::killExecutor);
    mine("disturbed", conf);
    assertThat(Killer.LOST_TASKS).as("tasks of the executor that died").hasPositiveValue();
    assertThat(experiments("disturbed")).isEqualTo(experiments("calm"));
  }

  private void mine(String warehouse, Map<String, String> spark) {
    List<String> arguments =
        new ArrayList<>(List.of("nightly", directory.resolve("scenes/images").toString()));
    arguments.addAll(List.of("--warehouse", directory.resolve(warehouse).toString()));
    Path bundle = Path.of("../udfs/src/test/resources/bundles/tiny").toAbsolutePath();
    arguments.addAll(List.of("--model", bundle.toString(), "--set", "mine.imagesPerTask=1"));
    arguments.addAll(List.of("--set", "nightly.verbs=[ingest, mine]", "--set", "preset=bundled"));
    spark.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    Commands.Result result = Commands.run(arguments.toArray(String[]::new));
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().at("/mine/mined").asInt()).isEqualTo(IMAGES);
  }

  /** Digest of the rows of the table, in the order of its key. */
  private String experiments(String warehouse) {
    List<String> rows =
        LocalSpark.session()
            .read()
            .format("delta")
            .load(directory.resolve(warehouse).resolve("experiments").toString())
            .sort("image_id", "token_index")
            .toJSON()
            .collectAsList();
    assertThat(rows).hasSize(IMAGES * TOKENS);
    return Sha256.of(rows);
  }

  /** Kills the first executor that has mined an image. Spark makes the instance. */
  public static final class Killer extends SparkListener {

    private static final AtomicInteger LOST_TASKS = new AtomicInteger();
    private static final AtomicReference<Consumer<String>> KILL = new AtomicReference<>();

    private final Set<Integer> mining = new HashSet<>();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      boolean ofMine = "mine".equals(submitted.properties().getProperty("spark.jobGroup.id"));
      if (ofMine && submitted.stageInfo().numTasks() == IMAGES) {
        mining.add(submitted.stageInfo().stageId());
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.reason() instanceof ExecutorLostFailure) {
        LOST_TASKS.incrementAndGet();
      }
      if (mining.contains(task.stageId())) {
        Consumer<String> kill = KILL.getAndSet(null);
        if (kill != null) {
          kill.accept(task.taskInfo().executorId());
        }
      }
    }
  }
}
