package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.table.CodebookVersion.Status;

/** Aliases in real tables: moves at the same time, readers meanwhile, and older warehouses. */
class RegistryTest {

  private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path directory;

  @Test
  void ofMoversAtTheSameTimeOneWinsAndReadersAlwaysSeeOneChampion() throws Exception {
    Warehouse warehouse = warehouse(candidate(1), candidate(2), candidate(3));
    Registry registry = new Registry(warehouse);
    CyclicBarrier decided = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicBoolean ended = new AtomicBoolean();
    try {
      // The first move makes the table, by both movers at the same time.
      List<Future<Long>> first =
          List.of(
              threads.submit(mover(registry, decided, 1, 1)),
              threads.submit(mover(registry, decided, 2, 1)));
      assertThat(first.get(0).get() + first.get(1).get()).isEqualTo(1);

      List<Future<Long>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(threads.submit(() -> read(warehouse, ended)));
      }
      int rounds = 6;
      Future<Long> odd = threads.submit(mover(registry, decided, 2, rounds));
      Future<Long> even = threads.submit(mover(registry, decided, 3, rounds));
      assertThat(odd.get() + even.get()).as("one of two wins each round").isEqualTo(rounds);
      ended.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(warehouse.read(Tables.ALIASES).sort("move").select("move").collectAsList())
          .extracting(row -> row.getLong(0))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 1 + rounds).boxed().toList());
    } finally {
      ended.set(true);
      threads.shutdownNow();
    }
  }

  /** Decides by what it sees, waits until the other one has decided too, and moves. */
  private static Callable<Long> mover(
      Registry registry, CyclicBarrier decided, long version, int rounds) {
    return () -> {
      long won = 0;
      for (int round = 0; round < rounds; round++) {
        RegistryState seen = registry.read();
        decided.await();
        try {
          registry.move(seen, "champion", version, run("promote"));
          won++;
        } catch (ConcurrentRunException e) {
          assertThat(e.problem().code()).isEqualTo("lost-race");
        }
        decided.await();
      }
      return won;
    };
  }

  private long read(Warehouse warehouse, AtomicBoolean ended) {
    Warehouse own =
        new Warehouse(
            () -> {
              throw new AssertionError("Spark was asked for");
            },
            new Configuration(),
            warehouse.location());
    long reads = 0;
    while (!ended.get() || reads == 0) {
      assertThat(new Registry(own).read().complete())
          .filteredOn(version -> version.status() == Status.PUBLISHED)
          .hasSize(1);
      reads++;
    }
    return reads;
  }

  /** As release 0.1 left it: no table of aliases, and the status says what is published. */
  @Test
  void anOlderWarehouseHasTheChampionThatItHad() {
    Warehouse warehouse =
        warehouse(
            old(1, Status.RETIRED, 10),
            old(2, Status.PUBLISHED, 30),
            old(3, Status.RETIRED, 20),
            candidate(4));
    Registry registry = new Registry(warehouse);
    RegistryState old = registry.read();
    assertThat(statuses(old))
        .containsExactly(Status.REPLACED, Status.PUBLISHED, Status.REPLACED, Status.CANDIDATE);
    assertThat(old.at(MADE.plusSeconds(25)).of("champion").map(CodebookVersion::version))
        .contains(3L);
    assertThat(old.before("champion").map(AliasMove::version)).contains(3L);

    registry.proposeNewest(run("cluster"));
    assertThat(warehouse.read(Tables.ALIASES).count()).as("history and one move").isEqualTo(4);
    RegistryState written = registry.read();
    assertThat(written.unwritten()).isEmpty();
    assertThat(statuses(written)).isEqualTo(statuses(old));
    assertThat(written.versions().get(1).publishedAt()).isEqualTo(MADE.plusSeconds(30));
    assertThat(written.aliases().namesOf(4)).containsExactly("candidate");

    registry.restore(written, written.before("champion").orElseThrow(), run("rollback"));
    assertThat(registry.read().of("champion").map(CodebookVersion::version)).contains(3L);
    registry.proposeNewest(run("cluster"));
    assertThat(warehouse.read(Tables.ALIASES).count()).as("proposed once").isEqualTo(5);
    registry.retire(1, run("retire"));
    assertThat(registry.read().before("champion")).as("1 was retired").isEmpty();
    assertThat(statuses(registry.read()))
        .containsExactly(Status.RETIRED, Status.REPLACED, Status.PUBLISHED, Status.CANDIDATE);
    assertThat(statuses(registry.read().at(MADE.plusSeconds(30)))).isEqualTo(statuses(old));
  }

  @Test
  void timesNeverRunBackwards() {
    Warehouse warehouse = warehouse(candidate(1), candidate(2));
    at(warehouse, 100).move(at(warehouse, 100).read(), "champion", 1, run("publish"));
    Registry early = at(warehouse, 50);
    RegistryState seen = early.read();
    assertThat(early.move(seen, "champion", 2, run("publish")).movedAt())
        .isEqualTo(MADE.plusSeconds(100));
    assertThat(early.read().of("champion").map(CodebookVersion::version)).contains(2L);
    assertThatThrownBy(() -> early.move(seen, "champion", 1, run("publish")))
        .isInstanceOf(ConcurrentRunException.class);
    assertThatThrownBy(
            () ->
                LocalSpark.session()
                    .sql("DELETE FROM delta.`" + warehouse.path(Tables.ALIASES) + "`"))
        .hasMessageContaining("append");
  }

  private static Registry at(Warehouse warehouse, int second) {
    return new Registry(warehouse, Clock.fixed(MADE.plusSeconds(second), ZoneOffset.UTC));
  }

  private static List<Status> statuses(RegistryState state) {
    return state.versions().stream().map(CodebookVersion::status).toList();
  }

  /** A warehouse whose table {@code codebooks} has these rows, in columns of release 0.1. */
  private Warehouse warehouse(CodebookVersion... rows) {
    Warehouse warehouse =
        new Warehouse(LocalSpark.session(), directory.resolve("warehouse").toString());
    TableSpec older =
        new TableSpec(
            "codebooks",
            CodebookVersion.COLUMNS.without(List.of("retired_at")).schema(),
            Tables.CODEBOOKS.checks(),
            List.of());
    warehouse.append(
        older,
        warehouse.rows(CodebookVersion.COLUMNS.without(List.of("retired_at")), List.of(rows)),
        new Commit("codebooks", run("cluster")));
    return warehouse;
  }

  private static CodebookVersion candidate(long number) {
    return version(number, Status.CANDIDATE, Optional.empty());
  }

  private static CodebookVersion old(long number, Status status, int publishedAt) {
    return version(number, status, Optional.of(MADE.plusSeconds(publishedAt)));
  }

  private static CodebookVersion version(
      long number, Status status, Optional<Instant> publishedAt) {
    return new CodebookVersion(
        number,
        status,
        "projected",
        "model",
        "name",
        "{}",
        "digest",
        "settings",
        1,
        1,
        1,
        1,
        1,
        "content",
        "run",
        MADE,
        publishedAt.orElse(null),
        null);
  }

  private static RunInfo run(String verb) {
    return new RunInfo("run-" + Thread.currentThread().getId(), verb, "", "");
  }
}
