package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which temporary directories a run removes at its start. */
class RunDirectoryTest {

  /** No process has it: the largest number of Linux is below. */
  private static final String NOBODY = "99999999";

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path parent;

  @Test
  void thoseOfDeadProcessesGoAndAllOthersStay() throws IOException {
    Path own = RunDirectory.in(parent).path();
    Path dead = like(own, NOBODY);
    Path deadSpark = like(own, NOBODY + "-spark");
    Path beforeTheLock = like(own, "88888888");
    Files.delete(beforeTheLock.resolve("lock"));
    // A number that another process has now: the lock says that the owner is dead.
    Path reused = like(own, "1");
    Files.setLastModifiedTime(reused, FileTime.from(LONG_AGO));
    Path young = like(own, "" + ProcessHandle.current().parent().orElseThrow().pid());
    Path otherHost = like(parent.resolve("tokenquarry-run-elsewhere-0"), NOBODY);
    Path foreign = Files.createDirectory(parent.resolve("tokenquarry-run"));
    Path locked = like(own, "77777777");

    try (FileChannel owner = FileChannel.open(locked.resolve("lock"), StandardOpenOption.WRITE)) {
      owner.lock();
      RunDirectory.removeDead(parent);
    }

    assertThat(dead).doesNotExist();
    assertThat(deadSpark).doesNotExist();
    assertThat(beforeTheLock).doesNotExist();
    assertThat(reused).doesNotExist();
    assertThat(own).exists();
    assertThat(young).exists();
    assertThat(otherHost).exists();
    assertThat(foreign).exists();
    assertThat(locked).as("in a container, processes have other numbers").exists();
  }

  @Test
  void whatIsLeftOfAProcessWithTheSameNumberIsNotMixedWithItsOwn() throws IOException {
    RunDirectory own = RunDirectory.in(parent);
    own.remove();
    Files.createFile(Files.createDirectory(own.path()).resolve("old"));

    RunDirectory again = RunDirectory.in(parent);

    assertThat(again.path().resolve("old")).doesNotExist();
    again.remove();
    assertThat(parent).isEmptyDirectory();
  }

  private static Path like(Path own, String pid) throws IOException {
    Path directory = Path.of(own.toString().replaceFirst("-\\d+$", "-" + pid));
    Files.createDirectory(directory);
    Files.createFile(directory.resolve("lock"));
    Files.createDirectories(directory.resolve("blockmgr-0/00"));
    return directory;
  }
}
