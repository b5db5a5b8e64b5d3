package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.jobs.cli.ExitCode;

/** The verb {@code sql} asks the tables of a warehouse, and changes nothing. */
class SqlVerbTest {

  @TempDir Path directory;

  @Test
  void theTablesAreThereByNameAndPrototypesAreRedundant() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);
    JsonNode answer =
        warehouse
            .run(
                "sql",
                "SELECT prototype_id, redundancy_score(embedding, 'latest@%s') AS score, null AS nothing"
                        .formatted(warehouse.path())
                    + " FROM prototypes ORDER BY prototype_id -- all of them",
                "--rows",
                "2")
            .json();
    assertThat(answer.get("columns").toString())
        .isEqualTo("[\"prototype_id\",\"score\",\"nothing\"]");
    assertThat(answer.get("rows")).hasSize(2);
    assertThat(answer.at("/rows/1/prototype_id").asInt()).isOne();
    assertThat(answer.at("/rows/1/score").asDouble()).isBetween(1 - 1e-6, 1 + 1e-6);
    assertThat(answer.at("/rows/1/nothing").isNull()).isTrue();
    assertThat(answer.get("more").asBoolean()).isTrue();
  }

  @Test
  void noWarehouseIsNeeded() {
    Commands.Result result =
        Commands.run(
            "sql", "SELECT 1 + 1 AS two", "--warehouse", directory.resolve("none").toString());
    assertThat(result.json().at("/rows/0/two").asInt()).isEqualTo(2);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE prototypes",
        "CREATE TABLE t (a INT)",
        "SELECT nothing FROM prototypes",
        "SELECT 1; SELECT 2",
        "SELECT 1) UNION ALL (DELETE FROM prototypes",
        "SET spark.sql.ansi.enabled=true",
        "",
      })
  void whatIsNoQueryIsRefused(String text) throws IOException {
    Commands.Result result = ClusteredWarehouse.in(directory).run("sql", text);
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("query-invalid");
  }
}
