package org.tokenquarry.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.progress.Progress;

/**
 * The files in {@code conf/nightly}: whoever they are for reads them, and we read their commands.
 */
class NightlyFilesTest {

  private static final Path CONF = Path.of("../conf/nightly").toAbsolutePath().normalize();
  private static final String SCRIPT = "/opt/tokenquarry/scripts/nightly.sh ";

  @TempDir Path directory;

  @Test
  void systemdAcceptsItsUnits() throws Exception {
    String service = Files.readString(CONF.resolve("tokenquarry-nightly.service"));
    assertParses("nightly " + StringUtils.substringBetween(service, "ExecStart=" + SCRIPT, "\n"));
    assumeTrue(has("systemd-analyze", "--version"), "SKIPPED: no systemd-analyze here");
    // Only that the program is there cannot be checked elsewhere.
    Path units = Files.createDirectory(directory.resolve("units"));
    Path script = Path.of("../scripts/nightly.sh").toRealPath();
    Files.writeString(
        units.resolve("tokenquarry-nightly.service"),
        service.replace(SCRIPT.strip(), script.toString()).replaceAll("Documentation=.*\n", ""));
    Files.copy(
        CONF.resolve("tokenquarry-nightly.timer"), units.resolve("tokenquarry-nightly.timer"));
    assertThat(
            told(
                "systemd-analyze",
                "verify",
                units.resolve("tokenquarry-nightly.service").toString(),
                units.resolve("tokenquarry-nightly.timer").toString()))
        .doesNotContain("tokenquarry-nightly");
    assertThat(told("systemd-analyze", "calendar", "*-*-* 01:30:00")).contains("Next elapse");
  }

  @Test
  void theLineForCronIsOne() throws IOException {
    String line =
        Files.readAllLines(CONF.resolve("tokenquarry.cron")).stream()
            .filter(each -> !each.startsWith("#") && !each.matches("[A-Z_]+=.*"))
            .reduce((a, b) -> a + "\n" + b)
            .orElseThrow();
    assertThat(line)
        .matches("[0-5]?\\d [01]?\\d \\* \\* \\* [a-z]+ flock -n \\S+ " + SCRIPT + ".+");
    assertThat(line).as("cron reads a percent sign as the end of a line").doesNotContain("%");
    assertParses("nightly " + StringUtils.substringAfter(line, SCRIPT));
  }

  @Test
  void theManifestIsAScheduledApplicationOfOurs() throws Exception {
    assumeTrue(has("python3", "-c", "import yaml"), "SKIPPED: python3 here has no yaml");
    JsonNode manifest =
        new ObjectMapper()
            .readTree(
                told(
                    "python3",
                    "-c",
                    "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))",
                    CONF.resolve("kubernetes.yaml").toString()));
    assertThat(manifest.get("apiVersion").asText()).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(manifest.get("kind").asText()).isEqualTo("ScheduledSparkApplication");
    assertThat(manifest.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
    assertThat(manifest.at("/spec/schedule").asText()).isEqualTo("30 1 * * *");
    JsonNode template = manifest.at("/spec/template");
    assertThat(template.get("mainClass").asText()).isEqualTo(Main.class.getName());
    assertThat(template.get("mainApplicationFile").asText()).endsWith("/cluster/tokenquarry.jar");
    assertThat(template.get("sparkVersion").asText())
        .isEqualTo(
            StringUtils.substringBetween(
                Files.readString(Path.of("../pom.xml")), "<spark.version>", "</spark.version>"));
    List<String> words = new ArrayList<>();
    template.get("arguments").forEach(word -> words.add(word.asText()));
    assertParses(String.join(" ", words));
    assertThat(Files.readString(CONF.resolve("kubernetes.yaml")))
        .doesNotContainPattern("(secret|access)\\.key:");
  }

  /** Airflow is not installed where tests run, so two small classes stand in for it. */
  @Test
  void theDagRunsDoctorAndThenTheNight() throws Exception {
    assumeTrue(has("python3", "--version"), "SKIPPED: no python3 here");
    Path operators = Files.createDirectories(directory.resolve("airflow/operators"));
    Files.writeString(
        operators.resolveSibling("__init__.py"),
        """
        class DAG:
            def __init__(self, **given): assert given["schedule"] and given["catchup"] is False
            def __enter__(self): return self
            def __exit__(self, *failure): return None
        """);
    Files.writeString(operators.resolve("__init__.py"), "");
    Files.writeString(
        operators.resolve("bash.py"),
        """
        class BashOperator:
            def __init__(self, *, bash_command, **given): print(bash_command)
            def __rshift__(self, next): return next
        """);
    List<String> commands =
        told(
                "env",
                "PYTHONDONTWRITEBYTECODE=1",
                "PYTHONPATH=" + directory,
                "python3",
                CONF.resolve("airflow_dag.py").toString())
            .lines()
            .toList();
    assertThat(commands).hasSize(2);
    assertParses(StringUtils.substringAfter(commands.get(0), "/opt/tokenquarry/bin/tokenquarry "));
    assertParses("nightly " + StringUtils.substringAfter(commands.get(1), SCRIPT));
  }

  private static void assertParses(String words) {
    CommandLineRunner runner =
        new CommandLineRunner(Verbs.all(), System.out, System.err, Progress.silent());
    String[] all = words.strip().split(" ");
    assertThat(runner.commandLine().parseArgs(all).subcommand().commandSpec().name())
        .isEqualTo(all[0]);
  }

  private static boolean has(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String told(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", Arrays.toString(command), told).isZero();
    return told;
  }
}
