package org.tokenquarry.jobs.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tokenquarry.jobs.JavaCommand;
import scala.util.Properties;

/**
 * A standalone Spark cluster on this machine, from jars. The master and each worker are separate
 * processes. All ports are free ones that the system chooses.
 */
public final class StandaloneCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

  private final Path directory;
  private final Path home;
  private final String classPath;
  private final Map<String, Process> workers = new LinkedHashMap<>();
  private final Process master;
  private final String url;

  /** Starts a master without workers, with the class path of the tests, and waits for it. */
  public StandaloneCluster(Path directory) throws IOException {
    this(directory, Files.createDirectories(directory.resolve("home")), JavaCommand.CLASS_PATH);
  }

  /**
   * Starts a master without workers, and waits for it.
   *
   * @param directory of logs and workers
   * @param home of Spark; what is in its folder {@code jars} is on the class path of executors
   * @param classPath of master and workers
   */
  public StandaloneCluster(Path directory, Path home, String classPath) throws IOException {
    this.directory = directory;
    this.home = home;
    this.classPath = classPath;
    Files.createDirectories(home.resolve("jars"));
    this.master =
        start(
            "master",
            Map.of(),
            List.of("org.apache.spark.deploy.master.Master", "--port", "0", "--webui-port", "0"));
    this.url = awaitLine("master", MASTER).group(1);
  }

  /**
   * Starts a worker of two cores, and waits until it is registered.
   *
   * @param name name of its directory and its log
   * @param properties system properties of its JVM, such as {@code
   *     spark.worker.resource.gpu.amount}
   * @param environment variables to add to those of the test
   */
  public void addWorker(
      String name, Map<String, String> properties, Map<String, String> environment)
      throws IOException {
    addWorker(name, 2, properties, environment);
  }

  /** Starts a worker that pretends to have one GPU, and waits until it is registered. */
  public void addWorkerWithGpu(String name, int cores) throws IOException {
    Path script = directory.resolve("gpu.sh");
    Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
    addWorker(
        name,
        cores,
        Map.of(
            "spark.worker.resource.gpu.amount",
            "1",
            "spark.worker.resource.gpu.discoveryScript",
            script.toString()),
        Map.of());
  }

  private void addWorker(
      String name, int cores, Map<String, String> properties, Map<String, String> environment)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    properties.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.addAll(
        List.of("org.apache.spark.deploy.worker.Worker", "--port", "0", "--webui-port", "0"));
    arguments.addAll(List.of("--cores", "" + cores, "--memory", "2g"));
    arguments.addAll(List.of("--work-dir", directory.resolve(name).toString(), url));
    workers.put(name, start(name, environment, arguments));
    awaitLine(name, REGISTERED);
  }

  /** The master's address. */
  public String url() {
    return url;
  }

  /** Settings of a driver in this process, so that executors have the same class path. */
  public Map<String, String> driverConf() {
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.master", url);
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.executor.cores", "2");
    conf.put("spark.executor.memory", "700m");
    conf.put("spark.executor.extraClassPath", JavaCommand.CLASS_PATH);
    conf.put("spark.executor.extraJavaOptions", JavaCommand.QUICK_START);
    conf.put("spark.sql.shuffle.partitions", "2");
    conf.put("spark.databricks.delta.snapshotPartitions", "1");
    return conf;
  }

  /**
   * Kills one executor, like a crash of its machine.
   *
   * @param id id of the application, a slash, and the id of the executor
   */
  void killExecutor(String id) {
    workers.entrySet().stream()
        // A worker keeps a directory for each of its executors, below that of the application.
        .filter(worker -> Files.exists(directory.resolve(worker.getKey()).resolve(id)))
        .flatMap(worker -> worker.getValue().descendants())
        .forEach(ProcessHandle::destroyForcibly);
  }

  private Process start(String name, Map<String, String> environment, Collection<String> arguments)
      throws IOException {
    List<String> command = JavaCommand.begin(classPath);
    command.add("-Xmx256m");
    // The master writes its port to the log, which the log settings of the tests turn off.
    command.add("-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(key -> key.startsWith("SPARK_") || key.startsWith("CUDA_"));
    inherited.putAll(environmentOfSpark());
    inherited.putAll(environment);
    return builder.redirectOutput(log(name).toFile()).start();
  }

  /** Variables that a process of this cluster needs, and a driver that is no part of the tests. */
  public Map<String, String> environmentOfSpark() {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_SCALA_VERSION", scalaVersion(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME", "127.0.0.1",
        "JAVA_HOME", System.getProperty("java.home"));
  }

  /** The binary version of Scala, such as 2.12. */
  private static String scalaVersion() {
    String exact = Properties.versionNumberString();
    return exact.substring(0, exact.lastIndexOf('.'));
  }

  private MatchResult awaitLine(String name, Pattern pattern) {
    return await(name + " is up, see " + log(name))
        .atMost(PATIENCE)
        .until(() -> pattern.matcher(text(name)).results().findFirst(), found -> found.isPresent())
        .orElseThrow();
  }

  private String text(String name) {
    try {
      return Files.readString(log(name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  /** Ends all processes and waits for them. */
  @Override
  public void close() {
    List<Process> all = new ArrayList<>(workers.values());
    all.add(master);
    for (Process process : all) {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroyForcibly();
      executors.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
      executors.forEach(executor -> executor.onExit().join());
    }
  }
}
