package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.StayingSpark;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.table.AliasMove;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryState;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Vacuum;
import org.tokenquarry.jobs.table.Warehouse;

/** Eight readers at work while an alias moves and files are removed 100 times. */
class BusyReadersTest extends FaultTrials {

  private static final int READERS = 8;
  private static final int CHANGES = 100;
  private static final int VERSIONS = 3;
  private static final RunInfo RUN = new RunInfo("mover", "publish", "", "");

  private static ClusteredWarehouse warehouse;

  /** What the alias stood for, in order. The last may be under way. */
  private final List<Long> moves = Collections.synchronizedList(new ArrayList<>());

  private final AtomicInteger done = new AtomicInteger();

  /** Without it the readers would leave no time for the changes. */
  private final Semaphore reads = new Semaphore(READERS);

  private volatile boolean over;

  @BeforeAll
  static void prepare() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    for (int clusters = VERSIONS; clusters > 1; clusters--) {
      warehouse.run("cluster", "--set", "cluster.clusters=" + clusters);
    }
    for (int version = 1; version <= VERSIONS; version++) {
      assertThat(
              warehouse
                  .run("publish", "" + version, "--set", "publish.requireEvaluation=false")
                  .code())
          .isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void everyReaderSeesAWholeVersion() throws Exception {
    moves.add((long) VERSIONS);
    done.set(1);
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    List<Future<Integer>> readers = new ArrayList<>();
    try (Trials trials = new Trials("8 readers during 100 publishes, rollbacks and vacuums")) {
      for (int i = 0; i < READERS; i++) {
        int reader = i;
        Callable<Integer> work = () -> read(reader);
        readers.add(threads.submit(work));
      }
      try {
        change();
      } finally {
        over = true;
        reads.release(READERS);
        threads.shutdown();
        assertThat(threads.awaitTermination(3, TimeUnit.MINUTES)).isTrue();
      }
      showOutput();
      for (Future<Integer> each : readers) {
        int count = each.get();
        trials.add(count + " reads", new Trial(count > 0, 0, 0, 0));
        assertThat(count).isPositive();
      }
    }
  }

  private void change() throws IOException {
    Random random = Trials.random();
    Warehouse tables =
        new Warehouse(LocalSpark.session(), directory.resolve(ClusteredWarehouse.NAME).toString());
    Registry registry = new Registry(tables);
    for (int i = 0; i < CHANGES; i++) {
      reads.release();
      int kind = random.nextInt(10);
      if (kind == 0) {
        vacuum(tables, i % 2 == 0 ? Tables.ALIASES : Tables.PROTOTYPES);
        continue;
      }
      RegistryState seen = registry.read();
      AliasMove before = seen.before(AliasName.CHAMPION).orElse(null);
      if (kind < 4 && before != null) {
        moves.add(before.version());
        registry.restore(seen, before, RUN);
      } else {
        long version = 1L + random.nextInt(VERSIONS);
        moves.add(version);
        registry.move(seen, AliasName.CHAMPION, version, RUN);
      }
      done.incrementAndGet();
    }
  }

  /** With a file that a killed run left long ago. */
  private static void vacuum(Warehouse tables, TableSpec table) throws IOException {
    Path orphan =
        directory.resolve(ClusteredWarehouse.NAME).resolve(table.name()).resolve("orphan.parquet");
    Files.writeString(orphan, "orphan");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
    assertThat(new Vacuum(tables, Duration.ofDays(7)).remove(table).files()).isEqualTo(1);
    assertThat(orphan).doesNotExist();
  }

  /** Reads until the changes are over. */
  private int read(int reader) throws IOException, InterruptedException {
    StayingSpark.separate();
    List<ChampionReader> kinds = List.of(ChampionReader.values());
    ChampionReader kind = kinds.get(reader % kinds.size());
    int count = 0;
    for (reads.acquire(); !over; reads.acquire()) {
      int from = done.get() - 1;
      kind.read(
          local(),
          ClusteredWarehouse.NAME,
          directory.resolve("reader" + reader),
          () -> List.copyOf(moves).subList(from, moves.size()));
      count++;
    }
    return count;
  }
}
