package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/** Nights over the same 16 images, each in a warehouse of its own, and how they differ. */
final class Nights {

  private static final int MINED = 10;
  private static final int HELD_OUT = 6;
  private static final int TOKENS = 16;

  /** The columns that make a row, by table. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "images", List.of("image_id"),
          "mined", List.of("image_id"),
          "experiments", List.of("image_id", "token_index"));

  private static final Map<String, Long> SIZES =
      Map.of(
          "images",
          (long) MINED + HELD_OUT,
          "mined",
          (long) MINED,
          "experiments",
          (long) MINED * TOKENS);

  private final Path directory;
  private final String codebook;

  /**
   * Runs a calm night.
   *
   * @param directory of all warehouses
   */
  Nights(Path directory) throws IOException {
    this.directory = directory;
    ClusteredWarehouse.in(directory);
    this.codebook = codebook(ClusteredWarehouse.NAME);
  }

  /** The command line of a night, without its warehouse. */
  static List<String> arguments() {
    return List.of(
        ClusteredWarehouse.scenes().toString(),
        "--questions",
        ClusteredWarehouse.heldOut().toString(),
        "--set",
        "nightly.verbs=[ingest, mine, cluster]");
  }

  /** Runs a night in this process. */
  Commands.Result run(String name, String... more) {
    return run(new TinyWarehouses(directory), name, more);
  }

  /** Runs a night in this process, on warehouses of another file system. */
  static Commands.Result run(TinyWarehouses warehouses, String name, String... more) {
    List<String> all = new ArrayList<>(arguments());
    all.addAll(List.of(more));
    return warehouses.run(name, "nightly", all.toArray(String[]::new));
  }

  /** Images whose findings are committed. */
  long mined(String name) {
    return mined(name, "true");
  }

  /** Images whose findings with the settings of all nights are committed. */
  long minedOwn(String name) {
    return mined(name, ownFindings());
  }

  private long mined(String name, String findings) {
    Path log = directory.resolve(name).resolve("experiments/_delta_log");
    return Files.exists(log.resolve("%020d.json".formatted(0)))
        ? rows(name, "experiments").filter(findings).select("image_id").distinct().count()
        : 0;
  }

  /**
   * Compares a night that was disturbed, and run again, with the calm one.
   *
   * @param minedBefore images whose findings were committed when it was run again
   * @param again how it ended then
   */
  Trial compare(String name, long minedBefore, Commands.Result again) {
    if (again.code() != ExitCode.DONE) {
      System.out.println(again.json());
      return new Trial(false, 0, 0, 0);
    }
    if (again.json().at("/cluster/version").asLong() > 1) {
      // A run that did not end had taken the first number, and the export says the number.
      return compareOwn(name, minedBefore, again);
    }
    return compare(name, minedBefore, again, "true", codebook(name).equals(codebook));
  }

  /**
   * The same for a warehouse that also has findings and codebooks of other settings, which do not
   * count.
   */
  Trial compareOwn(String name, long minedBefore, Commands.Result again) {
    if (again.code() != ExitCode.DONE) {
      System.out.println(again.json());
      return new Trial(false, 0, 0, 0);
    }
    JsonNode made = again.json().at("/cluster/contentDigest");
    return compare(
        name, minedBefore, again, ownFindings(), codebook.startsWith(made.asText() + " "));
  }

  private Trial compare(
      String name, long minedBefore, Commands.Result again, String findings, boolean survived) {
    long lost = 0;
    long doubled = 0;
    for (Map.Entry<String, List<String>> table : KEYS.entrySet()) {
      boolean images = table.getKey().equals("images");
      Row counts =
          rows(name, table.getKey())
              .filter(images ? "true" : findings)
              .selectExpr("count(*)", "count(DISTINCT " + String.join(", ", table.getValue()) + ")")
              .head();
      lost += SIZES.get(table.getKey()) - counts.getLong(1);
      doubled += counts.getLong(0) - counts.getLong(1);
    }
    long redone = minedBefore + again.json().at("/mine/mined").asLong() - MINED;
    return new Trial(survived, lost, doubled, redone);
  }

  private String ownFindings() {
    String digest =
        rows(ClusteredWarehouse.NAME, "codebooks").select("experiment_digest").head().getString(0);
    return "settings_digest = '" + digest + "'";
  }

  /** Digest of the only codebook of a warehouse, and of the bytes of its export. */
  private String codebook(String name) {
    TinyWarehouses local = new TinyWarehouses(directory);
    JsonNode versions = local.run(name, "list").json().get("codebooks");
    assertThat(versions).hasSize(1);
    Path files = directory.resolve(name + ".export");
    Commands.Result exported = local.run(name, "export", "latest", "--out", files.toString());
    assertThat(exported.code()).as("%s", exported.json()).isEqualTo(ExitCode.DONE);
    return versions.at("/0/contentDigest").asText() + " " + digests(files);
  }

  private static Map<String, String> digests(Path folder) {
    Map<String, String> digests = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digests;
  }

  private Dataset<Row> rows(String name, String table) {
    String path = directory.resolve(name).resolve(table).toString();
    return LocalSpark.session().read().format("delta").load(path);
  }
}
