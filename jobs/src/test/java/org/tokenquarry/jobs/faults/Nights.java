package org.tokenquarry.jobs.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
          "experiments", List.of("image_id", "token_index"),
          "evaluations", List.of("version", "pruner", "keep", "question_set", "metric"));

  private static final Map<String, Long> SIZES =
      Map.of(
          "images",
          (long) MINED + HELD_OUT,
          "mined",
          (long) MINED,
          "experiments",
          (long) MINED * TOKENS);

  /** All steps that write, with one pruner, so that it does not take long. */
  private static final List<String> WHOLE =
      List.of(
          "nightly.verbs=[ingest, mine, cluster, evaluate, publish, export]",
          "evaluate.pruners=[codebook]",
          "evaluate.budgets=[0.2]",
          "evaluate.bootstrapSamples=20",
          "publish.pruners=[codebook]",
          "publish.notWorseThanRandom=false");

  /** The commit with which a table begins. */
  private static final String FIRST = "00000000000000000000.json";

  private static final String PUBLISHED_AT = "\"publishedAt\" : \"[^\"]+\"";

  private final Path directory;
  private final List<String> settings;
  private final String calm;
  private final Map<String, Long> sizes = new TreeMap<>(SIZES);
  private final String codebook;

  /**
   * Runs a calm night.
   *
   * @param directory of all warehouses
   */
  Nights(Path directory) throws IOException {
    this.directory = directory;
    this.settings = List.of();
    this.calm = ClusteredWarehouse.NAME;
    ClusteredWarehouse.in(directory);
    this.codebook = codebook(calm);
  }

  private Nights(Path directory, List<String> settings) {
    this.directory = directory;
    this.settings = settings;
    this.calm = "calm";
    Commands.Result night = run(calm);
    assertThat(night.code()).as("%s", night.json()).isEqualTo(ExitCode.DONE);
    sizes.put("evaluations", rows(calm, "evaluations").count());
    this.codebook = codebook(calm);
  }

  /**
   * Runs a calm night from {@code ingest} to {@code export}; all others are then such nights, too.
   *
   * @param directory of all warehouses
   */
  static Nights whole(Path directory) {
    return new Nights(directory, WHOLE);
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
    return run(new TinyWarehouses(directory), name, more(name, more));
  }

  /**
   * The whole command line of a night.
   *
   * @param location of the warehouses, which may have the name of another file system
   */
  List<String> command(String location, String name, String... more) {
    List<String> all = new ArrayList<>(arguments());
    all.addAll(List.of(more(name, more)));
    return new TinyWarehouses(location).arguments(name, "nightly", all.toArray(String[]::new));
  }

  private String[] more(String name, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    settings.forEach(each -> all.addAll(List.of("--set", each)));
    all.addAll(List.of("--set", "export.directory=" + directory.resolve(name + ".out")));
    return all.toArray(String[]::new);
  }

  /** Runs a night in this process, on warehouses of another file system. */
  static Commands.Result run(TinyWarehouses warehouses, String name, String... more) {
    List<String> all = new ArrayList<>(arguments());
    all.addAll(List.of(more));
    return warehouses.run(name, "nightly", all.toArray(String[]::new));
  }

  /** Images whose findings are committed. */
  long mined(String name) {
    return mined(directory, name);
  }

  /** The same in a directory of warehouses. */
  static long mined(Path directory, String name) {
    return mined(directory, name, "true");
  }

  /** Images whose findings with the settings of all nights are committed. */
  long minedOwn(String name) {
    return mined(directory, name, ownFindings());
  }

  private static long mined(Path directory, String name, String findings) {
    return Files.exists(directory.resolve(name).resolve("experiments/_delta_log").resolve(FIRST))
        ? rows(directory, name, "experiments")
            .filter(findings)
            .select("image_id")
            .collectAsList()
            .stream()
            .distinct()
            .count()
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
    for (Map.Entry<String, Long> table : sizes.entrySet()) {
      boolean mined = Set.of("mined", "experiments").contains(table.getKey());
      // A few rows: to count them here takes less than a shuffle.
      List<Row> keys =
          rows(name, table.getKey())
              .filter(mined ? findings : "true")
              .selectExpr(KEYS.get(table.getKey()).toArray(String[]::new))
              .collectAsList();
      long different = keys.stream().distinct().count();
      lost += table.getValue() - different;
      doubled += keys.size() - different;
    }
    long redone = minedBefore + again.json().at("/mine/mined").asLong() - MINED;
    return new Trial(survived, lost, doubled, redone);
  }

  private String ownFindings() {
    String digest = rows(calm, "codebooks").select("experiment_digest").head().getString(0);
    return "settings_digest = '" + digest + "'";
  }

  /** Digest of the only codebook of a warehouse, and of the bytes of its exports. */
  private String codebook(String name) {
    TinyWarehouses local = new TinyWarehouses(directory);
    JsonNode versions = local.run(name, "list").json().get("codebooks");
    assertThat(versions).hasSize(1);
    Path files = directory.resolve(name + ".export");
    Commands.Result exported = local.run(name, "export", "latest", "--out", files.toString());
    assertThat(exported.code()).as("%s", exported.json()).isEqualTo(ExitCode.DONE);
    Path ownFiles = directory.resolve(name + ".out");
    return versions.at("/0/contentDigest").asText()
        + " "
        + versions.at("/0/status").asText()
        + digests(files)
        + (Files.exists(ownFiles) ? digests(ownFiles) : "");
  }

  private static Map<String, String> digests(Path folder) {
    Map<String, String> digests = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString(), Sha256.of(withoutTime(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digests;
  }

  /**
   * A card says when its version was published, and other files have digests that follow from it.
   */
  private static byte[] withoutTime(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".json")) {
      return bytes;
    }
    Path card = file.resolveSibling("card.json");
    return new String(bytes, UTF_8)
        .replaceAll(PUBLISHED_AT, "")
        .replaceAll("\"manifestSha256\" : \"[^\"]+\"", "")
        .replace(Files.exists(card) ? Sha256.of(Files.readAllBytes(card)) : PUBLISHED_AT, "")
        .getBytes(UTF_8);
  }

  private Dataset<Row> rows(String name, String table) {
    return rows(directory, name, table);
  }

  private static Dataset<Row> rows(Path directory, String name, String table) {
    String path = directory.resolve(name).resolve(table).toString();
    return LocalSpark.session().read().format("delta").load(path);
  }
}
