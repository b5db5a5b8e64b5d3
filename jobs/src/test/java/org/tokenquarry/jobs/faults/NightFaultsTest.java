package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/** Nights that are disturbed make the codebook of a calm one, and no row is lost or doubled. */
class NightFaultsTest {

  private static final String ANY = "[a-z]+";

  @TempDir Path directory;
  private Nights nights;

  @BeforeEach
  void lookAtACalmNight() throws IOException {
    nights = new Nights(directory);
  }

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  /** Neither fails a step of the night, so none has to be done again. */
  @Test
  void theReplyToEveryCommitIsLostAndTheFirstFileOfEveryDirectory() {
    AtomicInteger lost = new AtomicInteger();
    Set<org.apache.hadoop.fs.Path> begun = ConcurrentHashMap.newKeySet();
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public int beforeWrite(org.apache.hadoop.fs.Path file, int bytes) throws IOException {
            if (begun.add(file.getParent())) {
              throw new IOException("Input/output error");
            }
            return bytes;
          }

          @Override
          public void afterRename(org.apache.hadoop.fs.Path renamed) throws IOException {
            if (FaultyFileSystem.isCommit(renamed, ANY)) {
              lost.incrementAndGet();
              throw new IOException("the reply was lost");
            }
          }
        });
    Commands.Result night = night("lost", "--set", "retry.times=0");
    FaultyFileSystem.mend();
    assertThat(lost.get()).isGreaterThan(20);
    assertThat(begun.stream().map(org.apache.hadoop.fs.Path::getName))
        .contains("found", "units", "contents", "experiments", "_delta_log");
    assertThat(nights.compare("lost", 0, night)).matches(Trial::clean);
  }

  /** The disk is gone after the n-th commit, for every n: so does a killed driver see it. */
  @Test
  @Tag("faults")
  void theDriverDiesAfterEachCommit() {
    try (Trials trials = new Trials("driver gone after the n-th commit, for every n")) {
      int commit = 1;
      while (diesAfter(commit)) {
        String name = "dead" + commit;
        long mined = nights.mined(name);
        Trial trial = nights.compare(name, mined, nights.run(name));
        trials.add("n = " + commit, trial);
        assertThat(trial).matches(Trial::clean);
        commit++;
      }
    }
  }

  /** Whether a night had so many commits. */
  private boolean diesAfter(int commit) {
    AtomicInteger left = new AtomicInteger(commit);
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public void beforeRename(org.apache.hadoop.fs.Path renamed) throws IOException {
            if (left.get() <= 0) {
              throw new IOException("the disk is gone");
            }
          }

          @Override
          public void afterRename(org.apache.hadoop.fs.Path renamed) {
            if (FaultyFileSystem.isCommit(renamed, ANY)) {
              left.decrementAndGet();
            }
          }
        });
    // The disk does not come back.
    Commands.Result dead = night("dead" + commit, "--set", "retry.times=0");
    FaultyFileSystem.mend();
    return dead.code() != ExitCode.DONE;
  }

  private Commands.Result night(String name, String... more) {
    return Nights.run(new TinyWarehouses(FaultyFileSystem.path(directory)), name, more);
  }
}
