package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.catalogue.Verb;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.LeaseRow;
import org.tokenquarry.jobs.table.Leases;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** Verbs that write do so one after another. */
class LeasedVerbsTest {

  @TempDir Path directory;

  @Test
  void onlyOneRunWritesAndOthersRead() {
    TinyWarehouses tiny = new TinyWarehouses(directory);
    String scenes = directory.resolve("scenes").toString();
    Commands.run("scenes", "--count", "2", "--seed", "5", "--out", scenes);
    assertThat(tiny.run("w", "ingest", scenes + "/images").code()).isEqualTo(ExitCode.DONE);
    assertThat(lease().releasedAt()).isNotNull();

    hold(Instant.now());
    List<Long> before = versions();
    List<String> images = List.of(scenes + "/images");
    Map<String, List<String>> verbs =
        Map.of(
            "ingest",
            images,
            "mine",
            List.of(),
            "nightly",
            List.of(images.get(0), "--set", "nightly.verbs=[ingest, mine]"));
    for (Map.Entry<String, List<String>> verb : verbs.entrySet()) {
      Commands.Result refused =
          tiny.run("w", verb.getKey(), verb.getValue().toArray(String[]::new));
      assertThat(refused.code()).as(verb.getKey()).isEqualTo(ExitCode.LOST_RACE);
      assertThat(refused.error("code")).isEqualTo("warehouse-in-use");
      assertThat(refused.error("message")).contains("night-7 (nightly, process 4711 on elsewhere)");
    }
    assertThat(versions()).isEqualTo(before);
    assertThat(tiny.run("w", "list").code()).isEqualTo(ExitCode.DONE);
    assertThat(tiny.run("w", "rollback").error("code"))
        .as("does not wait for a night to end")
        .isEqualTo("alias-missing");

    JsonNode runs = tiny.run("w", "runs").json().get("runs");
    assertThat(runs).hasSize(1);
    assertThat(runs.at("/0/verb").asText()).isEqualTo("ingest");
    assertThat(runs.at("/0/exitCode").asInt()).isZero();
    assertThat(runs.at("/0/summary/added").asInt()).isEqualTo(2);
    assertThat(runs.at("/0/versions/images/0").isNull()).isTrue();
    assertThat(runs.at("/0/versions/images/1").asInt()).isEqualTo(1);

    hold(Instant.now().minus(Duration.ofHours(1)));
    assertThat(tiny.run("w", "mine").code()).isEqualTo(ExitCode.DONE);
    assertThat(lease().epoch()).isEqualTo(8);
    assertThat(tiny.run("w", "publish").error("code")).isEqualTo("no-codebook");
    JsonNode last = tiny.run("w", "runs", "--count", "1").json().at("/runs/0");
    assertThat(last.get("verb").asText()).isEqualTo("publish");
    assertThat(last.get("errorCode").asText()).isEqualTo("no-codebook");
    assertThat(last.get("exitCode").asInt()).isEqualTo(1);
    assertThat(lease().releasedAt()).isNotNull();
  }

  @Test
  void theseVerbsWrite() {
    assertThat(Verbs.all())
        .filteredOn(verb -> verb.access() == Verb.Access.WRITES)
        .extracting(Verb::name)
        .containsExactly(
            "ingest",
            "mine",
            "cluster",
            "evaluate",
            "publish",
            "import",
            "compact",
            "vacuum",
            "nightly",
            "move",
            "forget",
            "repair",
            "migrate");
  }

  /** Another run has the lease, and was heard at this time. */
  private void hold(Instant heard) {
    Leases leases = new Leases(tables());
    leases.replace(
        new LeaseRow(
            lease().change() + 1,
            7,
            "night-7",
            "nightly",
            "elsewhere",
            4711,
            null,
            heard,
            heard,
            heard.plus(Duration.ofMinutes(5)),
            null),
        new RunInfo("night-7", "nightly", "", ""));
  }

  private LeaseRow lease() {
    return new Leases(tables()).current().orElseThrow();
  }

  private List<Long> versions() {
    return Tables.all().stream().map((TableSpec table) -> tables().tableVersion(table)).toList();
  }

  private Warehouse tables() {
    return new Warehouse(LocalSpark.session(), directory.resolve("w").toString());
  }
}
