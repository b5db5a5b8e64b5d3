package org.tokenquarry.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.jobs.JavaCommand;
import org.tokenquarry.jobs.standalone.StandaloneCluster;

/** Runs the jar for clusters by {@code spark-submit}, in a process of its own. */
final class Submission {

  private final SparkHome home;
  private final Path directory;
  private final Limits limits;
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, Double> seconds = new HashMap<>();

  /**
   * What driver and executors may use.
   *
   * @param driverHeap as the JVM writes it
   * @param executorHeap likewise
   * @param options of all their JVMs
   * @param messageMebibytes size of a message
   * @param resultMebibytes size of the results of all tasks of a job
   */
  record Limits(
      String driverHeap,
      String executorHeap,
      String options,
      int messageMebibytes,
      int resultMebibytes) {}

  /**
   * Prepares submissions.
   *
   * @param directory gets a folder for each master, with warehouse and exported files
   */
  Submission(SparkHome home, StandaloneCluster cluster, Path directory, Limits limits) {
    this.home = home;
    this.directory = directory;
    this.limits = limits;
    environment.putAll(cluster.environmentOfSpark());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", System.getProperty("user.home"));
    environment.put("OMP_NUM_THREADS", "1");
  }

  /** Runs a verb and gives what it says. */
  JsonNode run(String master, List<String> arguments, String... more)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(place(master));
    List<String> command = JavaCommand.begin(home.classPath());
    command.addAll(List.of(limits.options().split(" ")));
    command.addAll(List.of("-Xmx" + limits.driverHeap(), "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", master, "--class", "org.tokenquarry.jobs.cli.Main"));
    conf(master, place)
        .forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.add(SparkHome.SUBMITTED.toString());
    command.addAll(arguments);
    command.addAll(Arrays.asList(more));
    command.addAll(List.of("--warehouse", place.resolve("warehouse").toString()));
    command.addAll(List.of("--set", "export.directory=" + place.resolve("export")));
    command.addAll(List.of("--output", "json"));
    long begin = System.nanoTime();
    Launcher.Ended ended = Launcher.run(command, environment, place);
    seconds.put(master, (System.nanoTime() - begin) / 1e9);
    assertThat(ended.code()).as("%s%n%s", ended.out(), ended.err()).isZero();
    return ended.json();
  }

  private Map<String, String> conf(String master, Path place) throws IOException {
    Map<String, String> conf = new TreeMap<>();
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.executor.cores", "2");
    conf.put("spark.executor.extraJavaOptions", limits.options());
    conf.put("spark.executor.memory", limits.executorHeap());
    if (!master.startsWith("local")) {
      conf.put("spark.executor.resource.gpu.amount", "1");
    }
    conf.put("spark.sql.shuffle.partitions", "4");
    conf.put("spark.databricks.delta.snapshotPartitions", "1");
    conf.put("spark.rpc.message.maxSize", Integer.toString(limits.messageMebibytes()));
    conf.put("spark.driver.maxResultSize", limits.resultMebibytes() + "m");
    conf.put("spark.eventLog.enabled", "true");
    conf.put("spark.eventLog.rolling.enabled", "false");
    conf.put("spark.eventLog.compress", "false");
    conf.put("spark.eventLog.dir", Files.createDirectories(place.resolve("events")).toUri() + "");
    return conf;
  }

  private Path place(String master) {
    return directory.resolve(master.startsWith("local") ? "local" : "submitted");
  }

  /** Gives local mode the images that the cluster ingested, and nothing else. */
  void ingestedBySubmitted() throws IOException {
    for (String table : List.of("contents", "images", "sources")) {
      FileUtils.copyDirectory(
          place("cluster").resolve("warehouse").resolve(table).toFile(),
          place("local").resolve("warehouse").resolve(table).toFile());
    }
  }

  /** The folder of the events of the runs on the cluster. */
  Path events() {
    return place("cluster").resolve("events");
  }

  /** How long a run took, start and end of the process included. */
  double seconds(String master) {
    return seconds.get(master);
  }
}
