package org.tokenquarry.jobs.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Neither the loss of an executor nor second attempts at slow tasks change what is mined. The
 * cluster has two hosts, because Spark makes a second attempt on another host only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisturbedExecutorsTest {

  private static final int SCENES = 20;
  private static final int UNITS = SCENES + 1;
  private static final int TOKENS = 16;
  private static final String SLOW_HOST = "127.0.0.2";

  @TempDir static Path directory;

  private StandaloneCluster cluster;
  private Map<String, String> calm;

  /** Ingests scenes, and an image that mine refuses. */
  @BeforeAll
  void mineWithoutDisturbance() throws IOException {
    LocalSpark.stop();
    cluster = new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")));
    cluster.addWorker("first", Map.of(), Map.of());
    cluster.addWorker(
        "second", Map.of(), Map.of("SPARK_LOCAL_HOSTNAME", SLOW_HOST, "SPARK_LOCAL_IP", SLOW_HOST));
    Path scenes = directory.resolve("scenes");
    Commands.run("scenes", "--count", "" + SCENES, "--seed", "4", "--out", scenes.toString());
    Path images = scenes.resolve("images");
    BufferedImage large = new BufferedImage(150, 150, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(large, "png", images.resolve("large.png").toFile());
    Commands.run("ingest", images.toString(), "--warehouse", warehouse("ingested").toString());
    calm = mine("calm", Map.of("spark.master", "local[2]"));
  }

  @AfterAll
  void stopTheCluster() {
    LocalSpark.stop();
    cluster.close();
  }

  @BeforeEach
  void forget() {
    LocalSpark.stop();
    Watch.KILL.set(null);
    Watch.LOST.set(0);
    Watch.SECOND_ATTEMPTS.set(0);
  }

  @Test
  void theSameRowsAreMinedWhenAnExecutorDies() {
    Watch.KILL.set(cluster::killExecutor);
    assertThat(mine("killed", onTheCluster())).isEqualTo(calm);
    assertThat(Watch.LOST).as("tasks of the executor that died").hasPositiveValue();
  }

  @Test
  void theSameRowsAreMinedWhenSlowTasksAreTriedASecondTime() throws IOException {
    Map<String, String> conf = onTheCluster();
    conf.put("spark.plugins", SlowHost.class.getName());
    conf.put(SlowHost.NAME, SLOW_HOST);
    conf.put("spark.speculation", "true");
    conf.put("spark.speculation.interval", "20ms");
    conf.put("spark.speculation.multiplier", "1");
    conf.put("spark.speculation.quantile", "0.05");
    // Until then a slow task has written its file, which belongs to no table in the end.
    conf.put("spark.speculation.minTaskRuntime", "5s");
    // All four slots are there before the first task starts, so each host gets some.
    conf.put("spark.cores.max", "4");
    conf.put("spark.scheduler.minRegisteredResourcesRatio", "1");
    assertThat(mine("speculated", conf)).isEqualTo(calm);
    assertThat(Watch.SECOND_ATTEMPTS).as("second attempts that won").hasPositiveValue();
    assertThat(written("speculated"))
        .as("files of findings, with those of attempts that lost")
        .hasSizeGreaterThan(rows("speculated", "experiments").inputFiles().length);
  }

  private Map<String, String> onTheCluster() {
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.extraListeners", Watch.class.getName());
    return conf;
  }

  /** Mines a copy of the warehouse, and gives the digest of each table. */
  private Map<String, String> mine(String name, Map<String, String> spark) {
    try {
      FileUtils.copyDirectory(warehouse("ingested").toFile(), warehouse(name).toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Path bundle = Path.of("../udfs/src/test/resources/bundles/tiny").toAbsolutePath();
    List<String> arguments =
        new ArrayList<>(List.of("mine", "--warehouse", warehouse(name).toString()));
    arguments.addAll(List.of("--model", bundle.toString(), "--set", "mine.imagesPerTask=1"));
    arguments.addAll(List.of("--set", "ingest.maxPixels=10000", "--set", "preset=bundled"));
    spark.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    Commands.Result result = Commands.run(arguments.toArray(String[]::new));
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().get("mined").asInt()).isEqualTo(SCENES);
    Map<String, String> digests = new TreeMap<>();
    Map.of("experiments", SCENES * TOKENS, "mined", SCENES, "quarantine", 1)
        .forEach((table, size) -> digests.put(table, digest(name, table, size)));
    return digests;
  }

  /** Digest of the rows of a table. Only the ids of runs may differ. */
  private String digest(String warehouse, String table, int size) {
    List<String> rows =
        rows(warehouse, table).drop("run_id").toJSON().collectAsList().stream().sorted().toList();
    assertThat(rows).as(table).hasSize(size);
    return Sha256.of(rows);
  }

  private Dataset<Row> rows(String warehouse, String table) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(warehouse(warehouse).resolve(table).toString());
  }

  private List<Path> written(String warehouse) throws IOException {
    try (Stream<Path> files = Files.walk(warehouse(warehouse).resolve("experiments"))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".parquet")).toList();
    }
  }

  private Path warehouse(String name) {
    return directory.resolve("warehouses").resolve(name);
  }

  /**
   * Looks at the attempts of tasks. Kills the first executor that has mined an image, if it is told
   * how. Spark makes the instance.
   */
  public static final class Watch extends SparkListener {

    private static final AtomicInteger LOST = new AtomicInteger();
    private static final AtomicInteger SECOND_ATTEMPTS = new AtomicInteger();
    private static final AtomicReference<Consumer<String>> KILL = new AtomicReference<>();

    private final Set<Integer> mining = new HashSet<>();
    private String application;

    @Override
    public void onApplicationStart(SparkListenerApplicationStart start) {
      application = start.appId().get();
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      if (submitted.stageInfo().numTasks() == UNITS) {
        mining.add(submitted.stageInfo().stageId());
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.reason() instanceof ExecutorLostFailure) {
        LOST.incrementAndGet();
      }
      if (!mining.contains(task.stageId())) {
        return;
      }
      if (task.taskInfo().speculative() && task.reason() instanceof Success$) {
        SECOND_ATTEMPTS.incrementAndGet();
      }
      Consumer<String> kill = KILL.getAndSet(null);
      if (kill != null) {
        kill.accept(application + "/" + task.taskInfo().executorId());
      }
    }
  }
}
