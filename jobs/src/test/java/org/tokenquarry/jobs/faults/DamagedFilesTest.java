package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.TableHealth;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;

/** A file of each table is lost or damaged: verbs that read it name it, and say what to do. */
class DamagedFilesTest extends FaultTrials {

  /** Verbs that read a table, whatever else they do. */
  private static final Map<String, List<String>> READERS =
      Map.ofEntries(
          Map.entry("images", List.of("ingest", "mine", "show", "report")),
          Map.entry("contents", List.of("mine")),
          Map.entry("sources", List.of("ingest")),
          Map.entry("mined", List.of("cluster", "report")),
          Map.entry("quarantine", List.of("mine", "publish", "report")),
          Map.entry("calibrations", List.of("export")),
          Map.entry("experiments", List.of("cluster", "show", "repair")),
          Map.entry("codebooks", List.of("list", "show", "export", "publish", "cluster")),
          Map.entry("aliases", List.of("list", "show", "export", "publish", "rollback")),
          Map.entry("prototypes", List.of("show", "export", "diff")),
          Map.entry("evaluations", List.of("export", "report")),
          Map.entry("steps", List.of("nightly")),
          Map.entry("forgotten", List.of("ingest")),
          Map.entry("runs", List.of("runs")),
          Map.entry("lease", List.of("mine", "publish", "vacuum")));

  private static WholeWarehouse whole;

  /** What happens to a file. */
  enum Damage {
    LOST("lost Parquet file of every table", "table-file-missing"),
    CUT("cut Parquet file of every table", "table-file-damaged"),
    BROKEN("broken log entry of every table", "table-log-damaged");

    private final String fault;
    private final String code;

    Damage(String fault, String code) {
      this.fault = fault;
      this.code = code;
    }

    /** The file, of a table, that it happens to: the largest that is read, or the last entry. */
    Path of(Path table) throws IOException {
      if (this == BROKEN) {
        try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
          return log.filter(each -> each.toString().matches(".*/\\d{20}\\.json"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
        }
      }
      String[] files =
          LocalSpark.session().read().format("delta").load(table.toString()).inputFiles();
      return Arrays.stream(files)
          .map(file -> Path.of(URI.create(file)))
          .max(Comparator.comparing(file -> file.toFile().length()))
          .orElseThrow();
    }

    void happensTo(Path file) throws IOException {
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      byte[] bytes = Files.readAllBytes(file);
      if (this == LOST) {
        Files.delete(file);
      } else {
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
  }

  @BeforeAll
  static void prepare() throws IOException {
    whole = new WholeWarehouse(directory);
  }

  @ParameterizedTest
  @EnumSource
  void everyReaderNamesTheFile(Damage damage) throws IOException {
    List<String> silent = new ArrayList<>();
    try (Trials trials = new Trials(damage.fault)) {
      for (TableSpec table : Tables.all()) {
        Trial trial = damaged(table, damage, silent);
        trials.add(table.name(), trial);
      }
    }
    assertThat(silent).isEmpty();
  }

  private static Trial damaged(TableSpec table, Damage damage, List<String> silent)
      throws IOException {
    String name = damage + "-" + table.name();
    whole.copy(name);
    Path file = damage.of(directory.resolve(name).resolve(table.name()));
    byte[] good = Files.readAllBytes(file);
    damage.happensTo(file);
    boolean named = true;
    for (String verb : READERS.get(table.name())) {
      Commands.Result refused = whole.run(name, verb);
      boolean names =
          refused.code() == ExitCode.USER_MISTAKE
              && refused.error("code").equals(damage.code)
              && refused.error("message").contains(file.getFileName().toString())
              && refused.error("remedy").contains("backup");
      if (!names) {
        silent.add(name + ", " + verb + ": " + refused.json().path("error"));
        System.out.println(silent.get(silent.size() - 1));
      }
      named &= names;
    }
    Files.write(file, good);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    for (TableSpec each : Tables.all()) {
      named &= TableHealth.of(whole.warehouse(name), each).problems().isEmpty();
    }
    List<String> before = whole.rows(ClusteredWarehouse.NAME, table.name()).collectAsList();
    List<String> after = new ArrayList<>(whole.rows(name, table.name()).collectAsList());
    long doubled = after.size() - after.stream().distinct().count();
    long lost = before.stream().filter(row -> !after.remove(row)).count();
    return new Trial(named, table.equals(Tables.LEASE) ? 0 : lost, doubled, 0);
  }
}
