package org.tokenquarry.jobs;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;
import scala.Console;

/** The verbs of the registry through the command line, on a small random bundle. */
class RegistryVerbsTest {

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;

  /** One test, because each command that starts Spark takes seconds. */
  @Test
  void aliasesMoveAndVersionsStay() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    assertThat(aliases()).containsExactly("candidate 1");
    assertThat(refused("promote", "1")).isEqualTo("never-published");
    assertThat(refused("rollback")).isEqualTo("alias-missing");
    JsonNode first = publish("1");
    assertThat(first.get("aliases").toString()).isEqualTo("[\"candidate\",\"champion\"]");
    assertThat(refused("rollback")).isEqualTo("nothing-before");
    Instant publishedFirst = Instant.parse(codebook(0).get("publishedAt").asText());

    warehouse.run("cluster", "--set", "cluster.clusters=3");
    assertThat(aliases()).containsExactly("candidate 2", "champion 1");
    publish("candidate");
    assertThat(aliases()).containsExactly("candidate 2", "champion 2");
    assertThat(codebook(0).get("status").asText()).isEqualTo("replaced");

    JsonNode back = done("rollback");
    assertThat(back.get("version").asInt()).isEqualTo(1);
    assertThat(back.get("previous").asInt()).isEqualTo(2);
    assertThat(done("show", "champion").at("/codebook/version").asInt()).isEqualTo(1);
    assertThat(done("show", "published").at("/codebook/version").asInt()).isEqualTo(1);
    assertThat(done("promote", "1").get("moved").asBoolean()).isFalse();
    Commands.Result again = publish(ExitCode.REFUSED, "2");
    assertThat(again.error("code")).as("a night undoes no rollback").isEqualTo("rolled-back");

    assertThat(done("promote", "1", "--as", "my-own").get("previous").isNull()).isTrue();
    assertThat(refused("retire", "2")).isEqualTo("version-in-use");
    assertThat(refused("retire")).isEqualTo("version-not-named");
    assertThat(done("rollback", "candidate").get("version").asInt()).isEqualTo(1);
    assertThat(done("retire", "2").get("status").asText()).isEqualTo("retired");
    assertThat(refused("promote", "2", "--as", "my-own")).isEqualTo("version-retired");
    assertThat(aliases()).containsExactly("candidate 1", "champion 1", "my-own 1");
    for (String name : List.of("7", "latest", "No", "-a", "a_b", "published")) {
      assertThat(refused("promote", "1", "--set", "registry.alias=" + name))
          .as(name)
          .isEqualTo("setting-invalid");
    }
    past(publishedFirst);
    vacuum();

    JsonNode diff = done("diff", "champion", "2");
    assertThat(diff.get("kept").asInt() + diff.get("lost").size())
        .as("both versions are there and whole")
        .isEqualTo(diff.at("/from/prototypes").asInt());
    assertThat(diff.get("kept").asInt() + diff.get("gained").size())
        .isEqualTo(diff.at("/to/prototypes").asInt());
    assertThat(diff.at("/settings/0/name").asText()).isEqualTo("cluster.clusters");
    assertThat(diff.get("questionSet").isNull()).isTrue();
  }

  private void past(Instant publishedFirst) {
    JsonNode then = done("list", "--at", publishedFirst.toString());
    assertThat(then.get("codebooks")).hasSize(1);
    assertThat(then.at("/codebooks/0/status").asText()).isEqualTo("published");
    assertThat(done("list", "--at", "2020-01-01T00:00:00+01:00").get("codebooks")).isEmpty();
    String query =
        "SELECT version FROM delta.`%s/aliases` WHERE alias = 'champion'"
                .formatted(warehouse.path())
            + " AND moved_at <= TIMESTAMP '%s' ORDER BY move DESC LIMIT 1"
                .formatted(publishedFirst);
    assertThat(LocalSpark.session().sql(query).first().getLong(0)).isEqualTo(1);
  }

  private void vacuum() throws IOException {
    Path table = Path.of(warehouse.path(), "experiments");
    Path orphan = Files.writeString(table.resolve("rows-orphan.parquet"), "left by a killed run");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    Path young = Files.writeString(table.resolve("rows-young.parquet"), "of a run at work");
    abandon(3);
    abandon(4);

    assertThat(refused("vacuum", "--retention", "1h")).isEqualTo("retention-too-short");
    JsonNode dry = done("vacuum", "--dry-run");
    assertThat(dry.get("dryRun").asBoolean()).isTrue();
    assertThat(dry.get("tables").toString())
        .isEqualTo("[{\"name\":\"experiments\",\"files\":1,\"bytes\":20}]");
    assertThat(dry.get("versions").toString()).isEqualTo("[3]");
    assertThat(orphan).exists();

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    JsonNode removed = Console.withOut(printed, () -> done("vacuum"));
    assertThat(printed.size()).as("Delta prints nothing to standard output").isZero();
    assertThat(removed.get("tables")).isEqualTo(dry.get("tables"));
    assertThat(removed.get("versions")).isEqualTo(dry.get("versions"));
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
    assertThat(rows("codebooks", "version > 2")).as("4 keeps its number").isEqualTo(1);
    assertThat(rows("prototypes", "version = 3")).isZero();
  }

  /** A version that a run began long ago and did not complete. */
  private void abandon(int version) {
    for (String table : List.of("codebooks", "prototypes")) {
      Dataset<Row> rows =
          LocalSpark.session().read().format("delta").load(warehouse.path() + "/" + table);
      Dataset<Row> begun = rows.filter("version = 1").withColumn("version", lit((long) version));
      (table.equals("codebooks")
              ? begun
                  .withColumn("status", lit("building"))
                  .withColumn("created_at", lit(Timestamp.from(Instant.EPOCH)))
              : begun)
          .write()
          .format("delta")
          .mode("append")
          .save(warehouse.path() + "/" + table);
    }
  }

  private long rows(String table, String condition) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(warehouse.path() + "/" + table)
        .filter(condition)
        .count();
  }

  private JsonNode publish(String version) {
    return publish(ExitCode.DONE, version).json();
  }

  private Commands.Result publish(ExitCode expected, String version) {
    Commands.Result result =
        warehouse.run("publish", version, "--set", "publish.requireEvaluation=false");
    assertThat(result.code()).as("%s", result.json()).isEqualTo(expected);
    return result;
  }

  private JsonNode done(String verb, String... more) {
    Commands.Result result = warehouse.run(verb, more);
    assertThat(result.code())
        .as("%s %s: %s", verb, Arrays.asList(more), result.json())
        .isEqualTo(ExitCode.DONE);
    return result.json();
  }

  private String refused(String verb, String... more) {
    Commands.Result result = warehouse.run(verb, more);
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.USER_MISTAKE);
    return result.error("code");
  }

  private JsonNode codebook(int index) {
    return done("list").get("codebooks").get(index);
  }

  private List<String> aliases() {
    return ImmutableList.copyOf(done("list").get("aliases").elements()).stream()
        .map(alias -> alias.get("alias").asText() + " " + alias.get("version").asInt())
        .toList();
  }
}
