package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** The verbs of the registry through the command line, on a small random bundle. */
class RegistryVerbsTest {

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  @Test
  void aliasesMoveAndVersionsStay() {
    assertThat(aliases()).containsExactly("candidate 1");
    assertThat(refused("promote", "1", "--as", "champion")).isEqualTo("never-published");
    assertThat(refused("rollback")).isEqualTo("alias-missing");
    JsonNode first = publish("1");
    assertThat(first.get("aliases").toString()).isEqualTo("[\"candidate\",\"champion\"]");
    Instant firstPublished = Instant.parse(listed(0).get("publishedAt").asText());
    assertThat(refused("rollback")).isEqualTo("nothing-before");
    assertThat(
            warehouse.run("cluster", "--set", "cluster.clusters=3").json().get("version").asInt())
        .isEqualTo(2);
    assertThat(aliases()).containsExactly("candidate 2", "champion 1");
    publish("candidate");
    assertThat(aliases()).containsExactly("candidate 2", "champion 2");
    assertThat(listed(0).get("status").asText()).isEqualTo("replaced");

    JsonNode back = done("rollback");
    assertThat(back.get("version").asInt()).isEqualTo(1);
    assertThat(back.get("previous").asInt()).isEqualTo(2);
    assertThat(done("show", "champion").at("/codebook/version").asInt()).isEqualTo(1);
    assertThat(
            done("export", "published", "--out", directory.resolve("out").toString())
                .get("version")
                .asInt())
        .isEqualTo(1);
    Commands.Result again =
        warehouse.run("publish", "2", "--set", "publish.requireEvaluation=false");
    assertThat(again.code()).as("a night does not undo a rollback").isEqualTo(ExitCode.REFUSED);
    assertThat(again.error("code")).isEqualTo("rolled-back");
    assertThat(done("promote", "2", "--as", "champion").get("previous").asInt()).isEqualTo(1);
    assertThat(done("promote", "2", "--as", "champion").get("moved").asBoolean()).isFalse();
    done("rollback");

    done("promote", "2", "--as", "my-own");
    assertThat(done("show", "my-own").at("/codebook/version").asInt()).isEqualTo(2);
    assertThat(refused("retire", "2")).isEqualTo("version-in-use");
    assertThat(refused("retire")).isEqualTo("version-not-named");
    done("promote", "1", "--as", "my-own");
    done("promote", "1", "--as", "candidate");
    assertThat(done("retire", "2").get("status").asText()).isEqualTo("retired");
    assertThat(done("retire", "2").get("status").asText()).isEqualTo("retired");
    assertThat(refused("promote", "2", "--as", "my-own")).isEqualTo("version-retired");
    assertThat(refused("rollback", "my-own")).isEqualTo("nothing-before");
    assertThat(warehouse.run("publish", "2").error("code")).isEqualTo("version-retired");
    warehouse.run("cluster", "--set", "cluster.clusters=3");
    assertThat(aliases())
        .as("a candidate that the user moved stays")
        .containsExactly("candidate 1", "champion 1", "my-own 1");
    for (String name : List.of("7", "latest", "No", "-a", "a_b", "published")) {
      assertThat(refused("promote", "1", "--set", "registry.alias=" + name))
          .as(name)
          .isEqualTo("setting-invalid");
    }

    JsonNode then = done("list", "--at", firstPublished.toString());
    assertThat(then.get("codebooks")).hasSize(1);
    assertThat(then.at("/codebooks/0/status").asText()).isEqualTo("published");
    assertThat(done("list", "--at", "2020-01-01T00:00:00+01:00").get("codebooks")).isEmpty();
    assertThat(
            LocalSpark.session()
                .sql(
                    "SELECT version FROM delta.`%s/aliases` WHERE alias = 'champion'"
                            .formatted(warehouse.path())
                        + " AND moved_at <= TIMESTAMP '%s' ORDER BY move DESC LIMIT 1"
                            .formatted(firstPublished))
                .first()
                .getLong(0))
        .isEqualTo(1);
  }

  @Test
  void twoVersionsAreCompared() throws IOException {
    warehouse.evaluate("evaluate.budgets=[0.5]", "evaluate.pruners=[codebook, random]");
    done("promote", "1", "--as", "before");
    JsonNode same = done("diff", "before", "candidate");
    int prototypes = same.at("/from/prototypes").asInt();
    assertThat(same.get("kept").asInt()).isEqualTo(prototypes).isPositive();
    assertThat(same.get("gained")).isEmpty();
    assertThat(same.at("/drift/gained").isNull()).isTrue();
    assertThat(same.get("settings")).isEmpty();

    warehouse.run("cluster", "--set", "cluster.clusters=3");
    warehouse.evaluate("evaluate.budgets=[0.5]", "evaluate.pruners=[codebook, random]");
    JsonNode diff = done("diff", "before", "candidate");
    assertThat(ImmutableList.copyOf(diff.fieldNames()))
        .containsExactly(
            "from", "to", "kept", "gained", "lost", "drift", "settings", "questionSet", "metrics");
    assertThat(diff.get("kept").asInt() + diff.get("lost").size())
        .isEqualTo(diff.at("/from/prototypes").asInt());
    assertThat(diff.get("kept").asInt() + diff.get("gained").size())
        .isEqualTo(diff.at("/to/prototypes").asInt());
    assertThat(diff.at("/settings/0/name").asText()).isEqualTo("cluster.clusters");
    assertThat(diff.get("metrics").findValuesAsText("metric")).contains("accuracy", "relative");
    JsonNode back = done("diff", "2", "1");
    assertThat(back.get("lost")).isEqualTo(diff.get("gained"));
    assertThat(back.at("/drift/lost")).isEqualTo(diff.at("/drift/gained"));
  }

  @Test
  void vacuumRemovesWhatNoVersionHas() throws IOException {
    Path table = Path.of(warehouse.path(), "experiments");
    Path orphan = Files.writeString(table.resolve("rows-orphan.parquet"), "left by a killed run");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    Path young = Files.writeString(table.resolve("rows-young.parquet"), "of a run at work");
    warehouse.run("cluster", "--set", "cluster.clusters=3");
    abandon(2);
    warehouse.run("cluster", "--set", "cluster.clusters=2");
    warehouse.run("cluster", "--set", "cluster.clusters=6");
    abandon(4);

    assertThat(refused("vacuum", "--retention", "1h")).isEqualTo("retention-too-short");
    JsonNode dry = done("vacuum", "--dry-run");
    assertThat(dry.get("dryRun").asBoolean()).isTrue();
    assertThat(dry.get("tables").toString())
        .isEqualTo("[{\"name\":\"experiments\",\"files\":1,\"bytes\":20}]");
    assertThat(dry.get("versions").toString()).isEqualTo("[2]");
    assertThat(orphan).exists();

    JsonNode removed = done("vacuum");
    assertThat(removed.get("files").asLong()).isEqualTo(1);
    assertThat(removed.get("versions")).isEqualTo(dry.get("versions"));
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
    assertThat(rows("codebooks WHERE status = 'building'")).as("4 keeps its number").isEqualTo(1);
    assertThat(rows("prototypes WHERE version = 2")).isZero();
    JsonNode nothing = done("vacuum");
    assertThat(nothing.get("files").asLong()).isZero();
    assertThat(nothing.get("versions")).isEmpty();
    for (String version : List.of("1", "3")) {
      assertThat(done("show", version).get("prototypes")).isNotEmpty();
      assertThat(done("diff", version, version).get("lost")).as("loads").isEmpty();
    }
    assertThat(
            warehouse.run("cluster", "--set", "cluster.clusters=5").json().get("version").asInt())
        .isEqualTo(5);
  }

  /** Makes a version one that a run began long ago and did not complete. */
  private void abandon(int version) {
    LocalSpark.session()
        .sql(
            ("UPDATE delta.`%s/codebooks` SET status = 'building',"
                    + " created_at = TIMESTAMP '2020-01-01 00:00:00' WHERE version = %d")
                .formatted(warehouse.path(), version));
  }

  private long rows(String where) {
    return LocalSpark.session()
        .sql("SELECT * FROM delta.`" + warehouse.path() + "/" + where.replaceFirst(" ", "` "))
        .count();
  }

  private JsonNode publish(String version) {
    return done("publish", version, "--set", "publish.requireEvaluation=false");
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

  private JsonNode listed(int index) {
    return done("list").get("codebooks").get(index);
  }

  private List<String> aliases() {
    return Stream.of(done("list").get("aliases"))
        .flatMap(all -> ImmutableList.copyOf(all.elements()).stream())
        .map(alias -> alias.get("alias").asText() + " " + alias.get("version").asInt())
        .toList();
  }
}
