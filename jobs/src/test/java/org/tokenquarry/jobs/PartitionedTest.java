package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** The approximation of {@code cluster}: what it gives, what it says, what it refuses. */
class PartitionedTest {

  @TempDir Path directory;

  @Test
  void oneCellGivesTheExactCodebook() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);

    JsonNode one = partitioned(warehouse).json();

    assertThat(one.get("cells").asInt()).as("auto, for so few tokens").isEqualTo(1);
    assertThat(one.get("version").asInt()).as("its settings are others").isEqualTo(2);
    assertThat(one.get("contentDigest"))
        .isEqualTo(warehouse.run("list").json().at("/codebooks/0/contentDigest"));
  }

  @Test
  void severalCellsGiveTheSameCodebookEveryTimeAndTheCardSaysSo() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);

    JsonNode first = partitioned(warehouse, "cluster.cells=3").json();
    JsonNode again =
        partitioned(warehouse, "cluster.cells=3", "clustering.blockMemory=1KiB").json();

    assertThat(first.get("created").asBoolean()).isTrue();
    assertThat(first.get("cells").asInt()).isBetween(2, 3);
    assertThat(again.get("created").asBoolean()).isFalse();
    assertThat(again.get("contentDigest")).isEqualTo(first.get("contentDigest"));
    assertThat(Path.of(warehouse.path(), ".clustering")).doesNotExist();
    Path exported = directory.resolve("exported");
    assertThat(warehouse.run("export", "latest", "--out", exported.toString()).code())
        .isEqualTo(ExitCode.DONE);
    JsonNode card = new ObjectMapper().readTree(exported.resolve("codebook-v2/card.json").toFile());
    assertThat(card.get("clustering").asText()).isEqualTo("approximate: partitioned");
    assertThat(card.get("cells").asInt()).isEqualTo(3);
    assertThat(card.at("/settings/cluster/partition/cells").asInt()).isEqualTo(3);
  }

  @Test
  void moreCellsThanTokensAreRefusedTogetherWithAllElse() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);

    Commands.Result refused =
        partitioned(warehouse, "cluster.cells=100000", "cluster.clusters=100000");

    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.json().toString())
        .contains("cluster.clusters is 100000")
        .contains("cluster.cells is 100000, and each cell needs cluster.neighbours = 5 tokens")
        .contains("Set cluster.cells to auto, or to at most ");
    assertThat(partitioned(warehouse, "cluster.cells=0").error("message"))
        .contains("cluster.cells");
  }

  private static Commands.Result partitioned(ClusteredWarehouse warehouse, String... settings) {
    return warehouse.run(
        "cluster",
        Stream.concat(Stream.of("cluster.method=partitioned"), Arrays.stream(settings))
            .flatMap(setting -> Stream.of("--set", setting))
            .toArray(String[]::new));
  }
}
