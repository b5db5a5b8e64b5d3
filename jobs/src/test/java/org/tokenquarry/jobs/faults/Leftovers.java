package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/** What a disturbed night leaves in a warehouse for ever. */
final class Leftovers {

  private static final String LOG = "_delta_log";

  private Leftovers() {}

  /**
   * Files that no table has, after {@code vacuum} has removed whatever it may. One is no leftover:
   * the row of its own lease, which it replaces when it gives the lease back, after its work.
   *
   * @param directory of the warehouse
   */
  static List<Path> of(Path directory, String name) throws IOException {
    Commands.Result vacuum =
        new TinyWarehouses(directory)
            .run(
                name,
                "vacuum",
                "--retention",
                "0s",
                "--set",
                "spark.databricks.delta.retentionDurationCheck.enabled=false");
    assertThat(vacuum.code()).as("%s", vacuum.json()).isEqualTo(ExitCode.DONE);
    Path warehouse = directory.resolve(name);
    Set<Path> live = new HashSet<>();
    for (Path table : list(warehouse)) {
      if (Files.exists(table.resolve(LOG))) {
        live.addAll(files(table));
      }
    }
    String givenBack = Files.readString(lastEntry(warehouse.resolve("lease").resolve(LOG)));
    try (Stream<Path> all = Files.walk(warehouse)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/" + LOG + "/"))
          .filter(file -> !file.getFileName().toString().startsWith(".")) // Checksums.
          .filter(file -> !live.contains(file))
          .filter(file -> !givenBack.contains(file.getFileName().toString()))
          .toList();
    }
  }

  private static Path lastEntry(Path log) throws IOException {
    return list(log).stream()
        .filter(entry -> entry.toString().endsWith(".json"))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private static List<Path> files(Path table) {
    List<Path> files = new ArrayList<>();
    for (String file :
        LocalSpark.session().read().format("delta").load(table.toString()).inputFiles()) {
      files.add(Path.of(URI.create(file).getPath()));
    }
    return files;
  }
}
