package org.tokenquarry.jobs.faults;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Hostile images among good ones, in the same units and batches: what is found in the good ones has
 * the bits that it has without them, and each hostile one has one outcome.
 */
@Tag("faults")
class HostileImagesTest {

  /** The good images have fewer; most hostile ones that can be decoded have more. */
  private static final String FEW_PIXELS = "ingest.maxPixels=10000";

  @TempDir Path directory;
  private TinyWarehouses tiny;
  private MixedImages mixed;

  private List<String> goodIds;
  private List<String> calm;

  @BeforeEach
  void mixThemAndMineTheGoodOnesAlone() throws IOException {
    tiny = new TinyWarehouses(directory);
    mixed = MixedImages.in(Files.createDirectory(directory.resolve("mixed")));
    mine("calm", ClusteredWarehouse.scenes());
    goodIds = strings(rows("calm", "images").select("image_id"));
    calm = findings("calm");
    assertThat(goodIds).hasSize(10);
  }

  @Test
  void harmNobodyElse() throws IOException {
    try (Trials trials = new Trials("hostile image among good ones, in a folder")) {
      mine("folder", mixed.folder());
      compare("folder", trials);
    }
    try (Trials trials = new Trials("hostile image among good ones, in an archive")) {
      mine("archive", mixed.archive(directory.resolve("mixed.tar")));
      compare("archive", trials);
    }
    try (Trials trials = new Trials("hostile image among good ones, refused by mine")) {
      mine("refused", mixed.folder(), "--set", FEW_PIXELS);
      assertThat(rows("refused", "quarantine").filter("stage = 'mine'").count()).isPositive();
      compare("refused", trials);
    }
  }

  private void mine(String name, Path source, String... more) {
    Commands.Result ingested = tiny.run(name, "ingest", source.toString());
    assertThat(ingested.code()).as("%s", ingested.json()).isEqualTo(ExitCode.DONE);
    List<String> settings = new ArrayList<>(List.of(more));
    settings.addAll(List.of("--set", "mine.imagesPerBatch=8"));
    Commands.Result mined = tiny.run(name, "mine", settings.toArray(String[]::new));
    assertThat(mined.code()).as("%s", mined.json()).isEqualTo(ExitCode.DONE);
    JsonNode in = mined.json().get("images");
    assertThat(mined.json().get("mined").asInt() + mined.json().get("quarantined").asInt())
        .isEqualTo(in.asInt());
  }

  private void compare(String name, Trials trials) {
    boolean unharmed = findings(name).equals(calm);
    List<String> images = strings(rows(name, "images").select("image_id"));
    assertThat(images).containsAll(goodIds);
    List<String> mined = strings(rows(name, "mined").select("image_id"));
    Dataset<Row> refused = rows(name, "quarantine").filter("resolved_run_id is null");
    List<String> atIngest = strings(refused.filter("stage = 'ingest'").select("source_uri"));
    List<String> atMine = strings(refused.filter("stage = 'mine'").select("image_id"));
    mixed
        .hostile()
        .forEach(
            (file, content) -> {
              String id = Sha256.of(content);
              long kept = count(images, id);
              long in = kept + count(atIngest, file);
              long out = count(mined, id) + count(atMine, id);
              long lost = Math.max(0, 1 - in) + Math.max(0, kept - out);
              long doubled = Math.max(0, in - 1) + Math.max(0, out - kept);
              Trial trial = new Trial(unharmed, lost, doubled, 0);
              trials.add(file, trial);
              assertThat(trial).as(file).matches(Trial::clean);
            });
  }

  private static List<String> strings(Dataset<Row> column) {
    return column.collectAsList().stream().map(row -> row.getString(0)).toList();
  }

  private static long count(List<String> names, String end) {
    return names.stream().filter(name -> name.endsWith(end)).count();
  }

  /** All rows about the good images. Only the ids of runs may differ. */
  private List<String> findings(String name) {
    return Stream.of("experiments", "mined")
        .flatMap(
            table ->
                rows(name, table)
                    .filter(col("image_id").isin(goodIds.toArray()))
                    .drop("run_id")
                    .toJSON()
                    .collectAsList()
                    .stream()
                    .sorted())
        .toList();
  }

  private Dataset<Row> rows(String name, String table) {
    return LocalSpark.session().read().format("delta").load(tiny.warehouse(name) + "/" + table);
  }
}
