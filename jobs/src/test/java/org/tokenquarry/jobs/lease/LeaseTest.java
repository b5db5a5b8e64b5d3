package org.tokenquarry.jobs.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.LeaseRow;
import org.tokenquarry.jobs.table.Leases;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** One run at a time writes to a warehouse, and what a late one commits is refused. */
class LeaseTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final TableSpec TABLE = Tables.STEPS;
  private static final RunInfo FIRST = new RunInfo("first", "mine", "", "");
  private static final RunInfo SECOND = new RunInfo("second", "ingest", "", "");

  /** What a task of a test does while a commit of it is under way. */
  private static Runnable meanwhile = () -> {};

  /** Its thread is there before the task, so Spark does not take it for a part of the task. */
  private static final ExecutorService BESIDE = Executors.newSingleThreadExecutor();

  @TempDir Path directory;
  private final List<Lease> taken = new ArrayList<>();

  @AfterEach
  void stopHeartbeats() {
    taken.forEach(Lease::close);
  }

  @AfterAll
  static void stopTheThreadBeside() {
    BESIDE.shutdown();
  }

  @Test
  void theSecondRunIsToldWhoHasTheLease() {
    Lease first = take(FIRST);
    assertThatThrownBy(() -> take(SECOND))
        .isInstanceOfSatisfying(
            ConcurrentRunException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo("warehouse-in-use");
              assertThat(refused.problem().cause())
                  .contains("first (mine, process " + ProcessHandle.current().pid());
            });
    first.release();
    take(SECOND);
    assertThat(row().epoch()).isEqualTo(2);
    assertThat(row().runId()).isEqualTo("second");
  }

  @Test
  void ofRunsThatMakeTheWarehouseAtTheSameTimeOneHasIt() throws Exception {
    int runs = 3;
    CyclicBarrier start = new CyclicBarrier(runs);
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      Callable<Integer> run =
          () -> {
            start.await();
            try {
              synchronizedAdd(lease(FIRST, LONG));
              return 1;
            } catch (ConcurrentRunException e) {
              return 0;
            }
          };
      int have = 0;
      for (Future<Integer> each : threads.invokeAll(List.of(run, run, run))) {
        have += each.get();
      }
      assertThat(have).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  private synchronized void synchronizedAdd(Lease lease) {
    taken.add(lease);
  }

  @Test
  void aLeaseThatIsKeptUpOutlivesItsTime() {
    Lease first = lease(FIRST, Duration.ofSeconds(2));
    taken.add(first);
    Instant end = row().expiresAt();
    await().until(() -> row().heartbeatAt().isAfter(end) && row().change() > 2);
    assertThatThrownBy(() -> take(SECOND)).isInstanceOf(ConcurrentRunException.class);
    assertThat(LocalSpark.session().read().format("delta").load(directory + "/lease").count())
        .isEqualTo(1);
  }

  @Test
  void theLeaseOfAnotherHostIsTakenOverAfterItsTime() {
    Instant now = Instant.parse("2026-11-26T12:00:00Z");
    new Leases(tables()).replace(elsewhere(now), FIRST);
    assertThatThrownBy(() -> lease(SECOND, at(now.plusSeconds(299))))
        .isInstanceOf(ConcurrentRunException.class);
    taken.add(lease(SECOND, at(now.plusSeconds(300))));
    assertThat(row().epoch()).isEqualTo(8);
  }

  private static LeaseRow elsewhere(Instant now) {
    return new LeaseRow(
        1, 7, "first", "mine", "elsewhere", 1, null, now, now, now.plus(LONG), null);
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  @Test
  void whatALateRunWritesIsRefused() {
    tables().append(TABLE, rows("before"), new Commit("before", FIRST));
    Lease first = take(FIRST);
    Warehouse late = tables().behind(first.fence());
    Sequence place = new FileCommits(late).last(TABLE, "work").next();
    first.close();
    take(SECOND);
    Map<String, org.apache.spark.sql.Column> changed = Map.of("summary", functions.lit("late"));
    List<ThrowingCallable> writes =
        List.of(
            () -> late.append(TABLE, rows("late"), new Commit("late", FIRST)),
            () -> late.replace(TABLE, "step = 'late'", rows("late"), FIRST),
            () -> late.update(TABLE, functions.lit(true), changed, FIRST),
            () ->
                late.updateMatching(
                    TABLE,
                    functions.lit(true),
                    rows("before").select("step"),
                    "step",
                    changed,
                    FIRST),
            () ->
                late.deleteMatching(
                    TABLE, functions.lit(true), rows("before").select("step"), "step", FIRST),
            () -> new FileCommits(late).add(TABLE, List.of(), place, FIRST),
            () -> new FileCommits(late).remove(TABLE, new FileCommits(late).files(TABLE), FIRST));
    long version = tables().tableVersion(TABLE);
    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write)
          .isInstanceOfSatisfying(
              ConcurrentRunException.class,
              refused -> assertThat(refused.problem().code()).isEqualTo("lease-lost"));
    }
    assertThat(tables().tableVersion(TABLE)).isEqualTo(version);
  }

  @Test
  void aCommitThatBeganBeforeTheTakeoverIsRefused() throws Exception {
    BESIDE.submit(() -> {}).get();
    tables().append(TABLE, rows("before"), new Commit("before", FIRST));
    Lease first = take(FIRST);
    Warehouse late = tables().behind(first.fence());
    meanwhile =
        () -> {
          first.close();
          take(SECOND);
        };
    Dataset<Row> slow =
        rows("late")
            .map((MapFunction<Row, Row>) LeaseTest::unhurried, Encoders.row(TABLE.schema()));
    assertThatThrownBy(() -> late.append(TABLE, slow, new Commit("late", FIRST)))
        .isInstanceOf(ConcurrentRunException.class);
    assertThat(steps()).containsExactly("before");
  }

  /** As the heartbeat does. */
  @Test
  void aCommitSaysItsOriginAlsoIfAnotherThreadCommitsMeanwhile() throws Exception {
    BESIDE.submit(() -> {}).get();
    Warehouse warehouse = tables();
    warehouse.append(TABLE, rows("one"), new Commit("one", FIRST));
    warehouse.append(Tables.FORGOTTEN, warehouse.read(Tables.FORGOTTEN), new Commit("no", SECOND));
    Sequence place = new FileCommits(warehouse).last(Tables.FORGOTTEN, "beside").next();
    meanwhile = () -> new FileCommits(tables()).add(Tables.FORGOTTEN, List.of(), place, SECOND);
    Dataset<Row> slow =
        rows("one")
            .map((MapFunction<Row, Row>) LeaseTest::unhurried, Encoders.row(TABLE.schema()))
            .select("step");
    warehouse.deleteMatching(TABLE, functions.lit(true), slow, "step", FIRST);
    assertThat(steps()).isEmpty();
    assertThat(origin(TABLE)).contains("\"runId\":\"first\"");
    assertThat(origin(Tables.FORGOTTEN)).contains("\"runId\":\"second\"");
  }

  /** Of the newest commit. */
  private String origin(TableSpec table) {
    return DeltaTable.forPath(LocalSpark.session(), tables().path(table))
        .history(1)
        .head()
        .getAs("userMetadata");
  }

  private static Row unhurried(Row row) throws Exception {
    BESIDE.submit(meanwhile).get();
    return row;
  }

  @Test
  void aLateRunMakesNoTableThatTheNextOneTookForAbsent() {
    Lease first = take(FIRST);
    Warehouse late = tables().behind(first.fence());
    first.close();
    Lease second = take(SECOND);
    late.append(TABLE, rows("late"), new Commit("late", FIRST));
    Warehouse next = tables().behind(second.fence());
    assertThatThrownBy(() -> next.append(TABLE, rows("next"), new Commit("next", SECOND)))
        .isInstanceOf(ConcurrentRunException.class);
  }

  @Test
  void aLateRunAddsNothingToATableThatTheNextOneMade() {
    Lease first = take(FIRST);
    Warehouse late = tables().behind(first.fence());
    first.close();
    Lease second = take(SECOND);
    tables().behind(second.fence()).append(TABLE, rows("next"), new Commit("next", SECOND));
    assertThatThrownBy(() -> late.append(TABLE, rows("late"), new Commit("late", FIRST)))
        .isInstanceOf(ConcurrentRunException.class);
    assertThat(steps()).containsExactly("next");
  }

  @Test
  void aReaderCannotWrite() {
    try (RunLeases leases = RunLeases.ofReader("list")) {
      Warehouse read = leases.on(tables(), LONG);
      assertThatThrownBy(() -> read.append(TABLE, rows("read"), new Commit("read", FIRST)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("list");
    }
    assertThat(new Leases(tables()).current()).isEmpty();
  }

  private Lease take(RunInfo run) {
    Lease lease = lease(run, LONG);
    taken.add(lease);
    return lease;
  }

  private Lease lease(RunInfo run, Duration time) {
    return Lease.take(tables(), time, run, Clock.systemUTC());
  }

  private Lease lease(RunInfo run, Clock clock) {
    return Lease.take(tables(), LONG, run, clock);
  }

  private LeaseRow row() {
    return new Leases(tables()).current().orElseThrow();
  }

  private Warehouse tables() {
    return new Warehouse(LocalSpark.session(), directory.toString());
  }

  private static Dataset<Row> rows(String step) {
    Instant now = Instant.EPOCH;
    return LocalSpark.session()
        .range(0, 1, 1, 1)
        .select(
            functions.lit(step).as("step"),
            functions.lit("run").as("run_id"),
            functions.lit(java.sql.Timestamp.from(now)).as("ended_at"),
            functions.lit("{}").as("inputs"),
            functions.lit("{}").as("versions"),
            functions.lit("{}").as("summary"));
  }

  private Stream<String> steps() {
    return tables().read(TABLE).select("step").as(Encoders.STRING()).collectAsList().stream();
  }
}
