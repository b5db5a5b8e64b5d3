package org.tokenquarry.jobs.faults;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The table of faults: what became of the trials of each. Each trial prints a line, and each fault
 * that ended writes its row into the table in {@code target/faults}, as Markdown and as JSON.
 */
public final class Trials implements AutoCloseable {

  private static final String SEED = "faults.seed";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Row>> ROWS = new TypeReference<>() {};
  private static final String HEAD =
      """
      | fault | trials | survived | lost rows | doubled rows | units done again |
      |---|---|---|---|---|---|
      """;

  private final String fault;
  private final List<Trial> trials = new ArrayList<>();

  /** The row of a fault, as the table writes it. */
  record Row(int trials, long survived, long lostRows, long doubledRows, long redoneUnits) {

    static Row of(List<Trial> trials) {
      return new Row(
          trials.size(),
          trials.stream().filter(Trial::survived).count(),
          trials.stream().mapToLong(Trial::lostRows).sum(),
          trials.stream().mapToLong(Trial::doubledRows).sum(),
          trials.stream().mapToLong(Trial::redoneUnits).sum());
    }

    String line(String fault) {
      return "| %s | %d | %d | %d | %d | %d |%n"
          .formatted(fault, trials, survived, lostRows, doubledRows, redoneUnits);
    }
  }

  /**
   * Begins the trials of one fault.
   *
   * @param fault as the table names it
   */
  public Trials(String fault) {
    this.fault = fault;
  }

  /** What chance decides in a fault. {@code -Dfaults.seed=N} repeats a run. */
  public static Random random() {
    long seed = Long.getLong(SEED, 20261126);
    System.out.printf("-D%s=%d%n", SEED, seed);
    return new Random(seed);
  }

  /**
   * One more trial has ended.
   *
   * @param what distinguishes it: a seed, the number of a commit, a size
   */
  public void add(String what, Trial trial) {
    trials.add(trial);
    System.out.printf("%s, %s: %s%n", fault, what, trial);
  }

  /** Writes the table, with the row of this fault. Two JVMs run faults at the same time. */
  @Override
  @SuppressWarnings("try") // The lock is held, not used.
  public void close() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "faults"));
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        write(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path folder) throws IOException {
    Path json = folder.resolve("table.json");
    Map<String, Row> table =
        Files.exists(json) ? JSON.readValue(json.toFile(), ROWS) : new TreeMap<>();
    table.put(fault, Row.of(trials));
    StringBuilder lines = new StringBuilder(HEAD);
    table.forEach((name, row) -> lines.append(row.line(name)));
    JSON.writeValue(json.toFile(), table);
    Files.writeString(folder.resolve("table.md"), lines);
    System.out.print(lines);
  }
}
