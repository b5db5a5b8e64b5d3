package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.standalone.StandaloneCluster;

/** Nights on a standalone cluster, in which an executor dies in each stage of each phase. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutorKillsTest {

  @TempDir static Path directory;

  private Nights nights;
  private StandaloneCluster cluster;
  private final Trials trials = new Trials("executor killed in a stage on a standalone cluster");

  @BeforeAll
  void startTheCluster() throws IOException {
    nights = Nights.whole(directory);
    LocalSpark.stop();
    cluster = new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")));
    cluster.addWorker("first", Map.of(), Map.of());
    cluster.addWorker("second", Map.of(), Map.of());
  }

  @AfterAll
  void stopTheCluster() {
    LocalSpark.stop();
    cluster.close();
    trials.close();
  }

  @ParameterizedTest
  @EnumSource
  void inEachStage(DyingExecutors.Moment moment) throws IOException {
    LocalSpark.stop();
    Path dying = Files.createDirectories(directory.resolve("dying-" + moment));
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.executor.cores", "1");
    conf.put("spark.cores.max", "2");
    conf.put("spark.plugins", DyingExecutors.class.getName());
    conf.put(DyingExecutors.DIRECTORY, dying.toString());
    conf.put(DyingExecutors.MOMENT, moment.name());
    String name = moment.name();
    List<String> command = new ArrayList<>(nights.command(directory.toString(), name));
    // Executors have another working directory.
    command.replaceAll(
        word ->
            word.equals(TinyWarehouses.BUNDLE) ? Path.of(word).toAbsolutePath().toString() : word);
    conf.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    long begun = System.nanoTime();
    Commands.Result night = Commands.run(command.toArray(String[]::new));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    LocalSpark.stop();
    Trial trial = nights.compare(name, 0, night);
    List<String> phases = phases(dying);
    phases.forEach(phase -> trials.add(moment + ", " + phase, trial));
    System.out.println(phases.size() + " executors died, seconds: " + seconds);
    assertThat(trial).matches(Trial::clean);
    assertThat(phases.stream().map(phase -> phase.replaceFirst(":.*", "")).distinct())
        .contains("ingest", "mine", "cluster", "evaluate");
  }

  /** The phases in which executors died, each as often as one did. */
  private static List<String> phases(Path dying) throws IOException {
    List<String> phases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(dying)) {
      for (Path stage : files.filter(Files::isRegularFile).toList()) {
        if (stage.getFileName().toString().startsWith(DyingExecutors.DEAD)) {
          phases.add(
              Files.readString(stage.resolveSibling(DyingExecutors.NAME))
                  + " "
                  + stage.getFileName());
        }
      }
    }
    return phases.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
  }
}
