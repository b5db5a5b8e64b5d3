package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Every image of a warehouse is counted: as mined before, mined now or quarantined. */
class MineTest {

  private static final int TOKENS = 16;
  private static final String TINY = "../udfs/src/test/resources/bundles/tiny";

  @TempDir Path directory;

  @BeforeEach
  void ingestSevenImages() {
    ingest(7, 1);
  }

  @Test
  void aRunGoesOnBehindTheLastCommit() {
    JsonNode first = mine(TINY, "mine.imagesPerCommit=3", "mine.imagesPerTask=2").json();
    assertAccount(first, 7, 0, 7, 0);
    assertThat(first.get("modelSeconds").asDouble()).isPositive();
    assertThat(first.get("modelGflop").asDouble()).isPositive();
    ingest(9, 2);
    JsonNode second = mine(TINY).json();
    assertAccount(second, 16, 7, 9, 0);
    assertThat(second.get("tokens").asInt()).isEqualTo(16 * TOKENS);
    JsonNode third = mine(TINY).json();
    assertAccount(third, 16, 16, 0, 0);
    assertThat(third.get("stages")).isEqualTo(second.get("stages"));
    assertThat(third.get("modelSeconds").asDouble()).isZero();
    assertThat(third.get("modelGflop").asDouble()).isZero();
  }

  @Test
  void findingsOfImagesThatAreNoLongerWantedDoNotHideWhatIsMissing() {
    mine(TINY);
    String one = "image_id = '" + table("images").first().<String>getAs("image_id") + "'";
    delete("images", one);
    assertAccount(mine(TINY).json(), 6, 6, 0, 0);
    delete("experiments", "NOT " + one);
    assertAccount(mine(TINY).json(), 6, 0, 6, 0);
  }

  @Test
  void findingsThatWereAllDeletedAreMissedAndMinedAgain() {
    mine(TINY);
    delete("experiments", "true");
    Commands.Result result = mine(TINY);
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("rows-deleted");
    assertRepaired(0, 7);
    assertAccount(mine(TINY).json(), 7, 0, 7, 0);
  }

  @Test
  void imagesWhoseQuarantineWasDeletedAreTriedAgain() throws IOException {
    String bundle = BrokenBundle.nan(directory.resolve("nan")).toString();
    mine(bundle);
    delete("quarantine", "true");
    assertThat(mine(bundle).error("code")).isEqualTo("all-quarantined");
    assertThat(table("quarantine").count()).isEqualTo(7);
  }

  @Test
  void imagesThatWereMinedTwiceAreNoticed() {
    mine(TINY);
    Dataset<Row> findings = table("experiments");
    String one = findings.first().getAs("image_id");
    findings
        .filter(findings.col("image_id").equalTo(one))
        .write()
        .format("delta")
        .mode("append")
        .save(warehouse() + "/experiments");
    Commands.Result result = mine(TINY);
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("findings-uneven");
    assertThat(result.error("message"))
        .contains("128 rows of 7 images, and should have 16 of each");
    assertThat(run("cluster", "--warehouse", warehouse(), "--model", TINY).error("code"))
        .isEqualTo("findings-uneven");
    table("images").limit(2).write().format("delta").mode("append").save(warehouse() + "/images");
    assertRepaired(2, 1);
    assertAccount(mine(TINY).json(), 7, 6, 1, 0);
    assertThat(table("experiments").distinct().count()).isEqualTo(7 * TOKENS);
    assertThat(table("experiments").count()).isEqualTo(7 * TOKENS);
  }

  /** It first only tells, and then finds nothing more. */
  private void assertRepaired(int doubledImages, int unevenImages) {
    for (String apply : List.of("false", "true")) {
      assertRepair(apply, doubledImages, unevenImages);
    }
    assertRepair("true", 0, 0);
  }

  private void assertRepair(String apply, int doubledImages, int unevenImages) {
    JsonNode found =
        run("repair", "--warehouse", warehouse(), "--model", TINY, "--set", "repair.apply=" + apply)
            .json();
    assertThat(found.get("doubledImages").asInt()).isEqualTo(doubledImages);
    assertThat(found.get("unevenImages").asInt()).isEqualTo(unevenImages);
    assertThat(found.get("applied").asText()).isEqualTo(apply);
  }

  private void ingest(int count, int seed) {
    Path scenes = directory.resolve("scenes" + seed);
    String images = scenes.resolve("images").toString();
    run("scenes", "--count", "" + count, "--seed", "" + seed, "--out", scenes.toString());
    assertThat(run("ingest", images, "--warehouse", warehouse()).json().get("added").asInt())
        .isEqualTo(count);
  }

  private Commands.Result mine(String bundle, String... settings) {
    List<String> all =
        new ArrayList<>(List.of("mine", "--warehouse", warehouse(), "--model", bundle));
    Arrays.stream(settings).forEach(setting -> all.addAll(List.of("--set", setting)));
    return run(all.toArray(String[]::new));
  }

  private static void assertAccount(
      JsonNode summary, int images, int alreadyMined, int mined, int quarantined) {
    assertThat(summary.get("images").asInt()).isEqualTo(images);
    assertThat(summary.get("alreadyMined").asInt()).as("alreadyMined").isEqualTo(alreadyMined);
    assertThat(summary.get("mined").asInt()).as("mined").isEqualTo(mined);
    assertThat(summary.get("quarantined").asInt()).as("quarantined").isEqualTo(quarantined);
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().format("delta").load(warehouse() + "/" + name);
  }

  private void delete(String table, String condition) {
    DeltaTable.forPath(LocalSpark.session(), warehouse() + "/" + table).delete(condition);
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }
}
