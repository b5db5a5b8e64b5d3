package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Nights that are disturbed make the codebook of a calm one, and no row is lost or doubled. */
class NightFaultsTest {

  private static final int MINED = 10;
  private static final int HELD_OUT = 6;
  private static final int TOKENS = 16;
  private static final String ANY = "[a-z]+";

  @TempDir Path directory;
  private String calm;

  @BeforeEach
  void lookAtACalmNight() throws IOException {
    calm = digest(ClusteredWarehouse.in(directory).run("list"));
  }

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  @Test
  void theReplyToEveryCommitIsLost() {
    AtomicInteger lost = new AtomicInteger();
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public void afterRename(org.apache.hadoop.fs.Path renamed) throws IOException {
            if (FaultyFileSystem.isCommit(renamed, ANY)) {
              lost.incrementAndGet();
              throw new IOException("the reply was lost");
            }
          }
        });
    assertThat(night("lost").code()).isEqualTo(ExitCode.DONE);
    FaultyFileSystem.mend();
    assertThat(lost.get()).isGreaterThan(20);
    assertSameAsCalm("lost");
  }

  /** The disk is gone after the n-th commit, for every n: so does a killed driver see it. */
  @Test
  @Tag("faults")
  void theDriverDiesAfterEachCommit() {
    int commit = 1;
    while (diesAfter(commit)) {
      String name = "dead" + commit;
      Commands.Result next = night(name);
      assertThat(next.code())
          .as("after commit %d: %s", commit, next.json())
          .isEqualTo(ExitCode.DONE);
      assertSameAsCalm(name);
      commit++;
    }
    System.out.printf("driver died after a commit: %d trials, all survived%n", commit - 1);
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
    Commands.Result dead = night("dead" + commit);
    FaultyFileSystem.mend();
    return dead.code() != ExitCode.DONE;
  }

  private Commands.Result night(String name) {
    return new TinyWarehouses(FaultyFileSystem.path(directory))
        .run(
            name,
            "nightly",
            ClusteredWarehouse.scenes().toString(),
            "--questions",
            ClusteredWarehouse.heldOut().toString(),
            "--set",
            "nightly.verbs=[ingest, mine, cluster]");
  }

  private void assertSameAsCalm(String name) {
    assertThat(digest(new TinyWarehouses(directory).run(name, "list"))).isEqualTo(calm);
    assertThat(rows(name, "images")).isEqualTo(MINED + HELD_OUT);
    assertThat(rows(name, "mined")).isEqualTo(MINED);
    assertThat(rows(name, "experiments")).isEqualTo(MINED * TOKENS);
  }

  private long rows(String name, String table) {
    String path = directory.resolve(name).resolve(table).toString();
    return LocalSpark.session().read().format("delta").load(path).count();
  }

  private static String digest(Commands.Result list) {
    JsonNode versions = list.json().get("codebooks");
    assertThat(versions).hasSize(1);
    return versions.at("/0/contentDigest").asText();
  }
}
