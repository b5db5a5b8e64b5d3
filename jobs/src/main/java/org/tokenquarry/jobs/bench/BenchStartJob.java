package org.tokenquarry.jobs.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Times the verbs that only read as whole processes, next to a JVM that does nothing, and the start
 * of Spark.
 *
 * <p>Input table: {@code codebooks}. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry bench start --warehouse quickstart/warehouse --runs 5}</pre>
 *
 * <p>Failure modes: there is no codebook to show, or the start script is not known ({@link
 * UserException}).
 */
public final class BenchStartJob implements Job<BenchStartSummary> {

  private static final String JAVA = "java";
  private static final double NANOS = 1e9;

  @Override
  public BenchStartSummary run(JobContext context) {
    Warehouse warehouse = context.warehouse();
    new Codebooks(warehouse).requireLatest(); // Without one, show has nothing to show.
    int rounds = context.settings().bench().startRuns();
    Map<String, Double> medians = ProcessTimes.medians(commands(warehouse.location()), rounds);
    double java = medians.remove(JAVA);
    return BenchStartSummary.of(rounds, java, medians, spark(context, warehouse));
  }

  private static Map<String, List<String>> commands(String warehouse) {
    String script = script().toString();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    commands.put(JAVA, List.of(java, "-version"));
    commands.put("--help", List.of(script, "--help"));
    commands.put("config", List.of(script, "config"));
    commands.put("list", List.of(script, "list", "--warehouse", warehouse));
    commands.put("show", List.of(script, "show", "--warehouse", warehouse));
    return commands;
  }

  private static Path script() {
    Path home = Path.of(Objects.requireNonNullElse(System.getenv("TOKENQUARRY_HOME"), ""));
    return Stream.of("bin/tokenquarry", "scripts/tokenquarry")
        .map(home::resolve)
        .map(Path::toAbsolutePath)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(BenchErrors::noStartScript);
  }

  private static BenchStartSummary.Spark spark(JobContext context, Warehouse warehouse) {
    double session = seconds(context::spark);
    Runnable read = () -> warehouse.read(Tables.CODEBOOKS).collectAsList();
    return new BenchStartSummary.Spark(session, seconds(read), seconds(read));
  }

  private static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / NANOS;
  }
}
