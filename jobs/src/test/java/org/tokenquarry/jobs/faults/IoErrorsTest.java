package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Nights in whose warehouse one file in ten cannot be written, or gets its name and nobody is told.
 */
@Tag("faults")
class IoErrorsTest {

  private static final int NIGHTS = 50;
  private static final double SHARE = 0.1;

  @TempDir Path directory;

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  @Test
  void oneFileInTen() throws IOException {
    Nights nights = new Nights(directory);
    Random seeds = Trials.random();
    int finished = 0;
    try (Trials trials = new Trials("1 of 10 files is not written, or its reply is lost")) {
      for (int i = 0; i < NIGHTS; i++) {
        String name = "io" + i;
        Errors errors = new Errors(seeds.nextLong());
        FaultyFileSystem.is(errors);
        Commands.Result night =
            Nights.run(
                new TinyWarehouses(FaultyFileSystem.path(directory)),
                name,
                "--set",
                "retry.pause=20ms");
        FaultyFileSystem.mend();
        boolean done = night.code() == ExitCode.DONE;
        finished += done ? 1 : 0;
        // A step that was tried again tells what it found already.
        long before = done ? night.json().at("/mine/alreadyMined").asLong() : nights.mined(name);
        Trial trial = nights.compare(name, before, done ? night : nights.run(name));
        trials.add("%s, %s after %s".formatted(name, night.code(), errors), trial);
        assertThat(trial).as(name).matches(Trial::clean);
      }
    }
    System.out.printf("%d of %d nights finished at once%n", finished, NIGHTS);
    assertThat(finished).isGreaterThanOrEqualTo(NIGHTS * 95 / 100);
  }

  /** Files that are not written, and names that are not given, or given in silence. */
  private static final class Errors implements FaultyFileSystem.Fault {

    private final Random random;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final LongAdder failed = new LongAdder();
    private final LongAdder all = new LongAdder();

    Errors(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public int beforeWrite(org.apache.hadoop.fs.Path file, int bytes) throws IOException {
      if (known.add(file.toString())) {
        fail(SHARE);
      }
      return bytes;
    }

    @Override
    public void beforeRename(org.apache.hadoop.fs.Path renamed) throws IOException {
      fail(SHARE / 2);
    }

    @Override
    public void afterRename(org.apache.hadoop.fs.Path renamed) throws IOException {
      fail(SHARE / 2);
    }

    private synchronized void fail(double share) throws IOException {
      all.increment();
      if (random.nextDouble() < share) {
        failed.increment();
        throw new IOException("Input/output error");
      }
    }

    @Override
    public String toString() {
      return failed + " of " + all;
    }
  }
}
