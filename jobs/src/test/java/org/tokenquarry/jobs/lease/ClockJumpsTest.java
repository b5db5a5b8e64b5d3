package org.tokenquarry.jobs.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.faults.FaultTrials;
import org.tokenquarry.jobs.faults.Trial;
import org.tokenquarry.jobs.faults.Trials;
import org.tokenquarry.jobs.job.RunId;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Clocks of runs jump back and forth by hours, between runs, beats and commits. Whoever has the
 * lease then, the rows of a table are those of one run after another: none of a run whose lease
 * another one has taken.
 */
class ClockJumpsTest extends FaultTrials {

  private static final int TRIALS = 12;
  private static final int EVENTS = 12;
  private static final TableSpec TABLE = Tables.STEPS;

  /** A clock that is somewhere else within 12 hours each time it is looked at. */
  private static final class JumpingClock extends Clock {

    private final Random random;

    JumpingClock(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public synchronized Instant instant() {
      return Instant.parse("2026-11-26T12:00:00Z").plusSeconds(random.nextInt(86_400) - 43_200);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** One that may write as long as nobody took its lease. */
  private static final class Writer {

    private final RunInfo run;
    private final Lease lease;
    private final Warehouse warehouse;
    private int written;

    Writer(Warehouse tables, Clock clock, Random random) {
      this.run = new RunInfo(RunId.next(clock), "mine", "", "");
      // Its heart beats while it writes. Who may take it over, the clock decides.
      this.lease = Lease.take(tables, Duration.ofSeconds(2 + random.nextInt(3)), run, clock);
      this.warehouse = tables.behind(lease.fence());
    }

    String write() {
      String row = run.runId() + " " + written++;
      warehouse.append(TABLE, rows(row), new Commit(row, run));
      return row;
    }
  }

  @Test
  void theClocksOfRunsJump() {
    Random random = Trials.random();
    try (Trials trials = new Trials("clocks of all runs jump by hours at each look")) {
      for (int i = 0; i < TRIALS; i++) {
        Trial trial = jumps(random, new Warehouse(LocalSpark.session(), directory + "/w" + i));
        trials.add("" + i, trial);
        assertThat(trial).matches(Trial::clean);
      }
    }
  }

  private static Trial jumps(Random random, Warehouse tables) {
    Clock clock = new JumpingClock(random.nextLong());
    List<Writer> writers = new ArrayList<>();
    List<String> expected = new ArrayList<>(List.of("first"));
    tables.append(TABLE, rows("first"), new Commit("first", new RunInfo("first", "mine", "", "")));
    long late = 0;
    try {
      for (int event = 0; event < EVENTS; event++) {
        if (writers.isEmpty() || random.nextInt(3) == 0) {
          take(tables, clock, random, writers);
        }
        if (writers.isEmpty()) {
          continue;
        }
        int chosen = random.nextInt(writers.size());
        try {
          expected.add(writers.get(chosen).write());
          late += chosen < writers.size() - 1 ? 1 : 0;
        } catch (ConcurrentRunException lost) {
          assertThat(chosen).as("only the last has the lease").isLessThan(writers.size() - 1);
        }
      }
    } finally {
      writers.forEach(each -> each.lease.close());
    }
    List<String> rows = tables.read(TABLE).select("step").as(Encoders.STRING()).collectAsList();
    long lost = expected.stream().filter(row -> !rows.contains(row)).count();
    long doubled = rows.size() - rows.stream().distinct().count();
    return new Trial(late == 0, lost, doubled, 0);
  }

  private static void take(Warehouse tables, Clock clock, Random random, List<Writer> writers) {
    try {
      writers.add(new Writer(tables, clock, random));
    } catch (ConcurrentRunException held) {
      assertThat(writers).as("somebody has it").isNotEmpty();
    }
  }

  private static Dataset<Row> rows(String step) {
    return LocalSpark.session()
        .range(0, 1, 1, 1)
        .select(
            functions.lit(step).as("step"),
            functions.lit("run").as("run_id"),
            functions.lit(java.sql.Timestamp.from(Instant.EPOCH)).as("ended_at"),
            functions.lit("{}").as("inputs"),
            functions.lit("{}").as("versions"),
            functions.lit("{}").as("summary"));
  }
}
