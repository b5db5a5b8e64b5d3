package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.cli.ExitCode;

/** A disk that takes no more bytes after the first n, for 20 sizes n; and one that goes away. */
class FullDiskTest extends FaultTrials {

  private static final int SIZES = 20;

  private static Nights nights;

  /** A disk with some room. Room that is freed is not counted. */
  private static final class Disk implements FaultyFileSystem.Fault {

    private final long room;
    private final AtomicLong written = new AtomicLong();

    Disk(long room) {
      this.room = room;
      FaultyFileSystem.is(this);
    }

    @Override
    public int beforeWrite(org.apache.hadoop.fs.Path file, int bytes) {
      long before = written.getAndAdd(bytes);
      return (int) Math.max(0, Math.min(bytes, room - before));
    }

    /** The bytes that were to be written. */
    long written() {
      return written.get();
    }
  }

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
  }

  @Test
  void theDiskOfTheWarehouseIsFull() {
    Disk endless = new Disk(Long.MAX_VALUE);
    assertThat(faultyNight("endless").code()).isEqualTo(ExitCode.DONE);
    try (Trials trials = new Trials("disk of the warehouse full, 20 sizes")) {
      for (long room : sizes(endless.written())) {
        String name = "room" + room;
        new Disk(room);
        Commands.Result full = faultyNight(name);
        FaultyFileSystem.mend();
        assertThat(full.error("code")).as("%s", full.json()).isIn("disk-full", "");
        long mined = nights.mined(name);
        Trial trial = nights.compare(name, mined, nights.run(name));
        trials.add(room + " bytes", trial);
        assertThat(trial).matches(Trial::clean);
      }
    }
  }

  @Test
  void theDiskOfTheExportIsFull() throws IOException {
    Disk endless = new Disk(Long.MAX_VALUE);
    assertThat(export("whole").code()).isEqualTo(ExitCode.DONE);
    try (Trials trials = new Trials("disk of the export full, 20 sizes")) {
      for (long room : sizes(endless.written())) {
        String name = "export" + room;
        new Disk(room);
        Commands.Result full = export(name);
        FaultyFileSystem.mend();
        assertThat(full.error("code")).as("%s", full.json()).isEqualTo("disk-full");
        try (Stream<Path> left = Files.list(directory.resolve(name))) {
          assertThat(left.map(each -> each.getFileName().toString()))
              .allMatch(each -> each.startsWith("."));
        }
        assertThat(export(name).code()).isEqualTo(ExitCode.DONE);
        boolean same = same("whole", name, "");
        trials.add(room + " bytes", new Trial(same, 0, 0, 0));
        assertThat(same).isTrue();
      }
    }
  }

  @Test
  void anExportDiesWhileItReplacesAnother() throws IOException {
    assertThat(export("whole").code()).isEqualTo(ExitCode.DONE);
    assertThat(export("replaced").code()).isEqualTo(ExitCode.DONE);
    try (Trials trials = new Trials("export dies while it deletes an older one")) {
      FaultyFileSystem.is(
          new FaultyFileSystem.Fault() {
            @Override
            public boolean cutsDelete(org.apache.hadoop.fs.Path folder) {
              return true;
            }
          });
      assertThat(export("replaced").code()).isEqualTo(ExitCode.FAILURE);
      FaultyFileSystem.mend();
      boolean whole = same("whole", "replaced", "codebook-v1");
      assertThat(export("replaced").code()).isEqualTo(ExitCode.DONE);
      trials.add("", new Trial(whole && same("whole", "replaced", ""), 0, 0, 0));
      assertThat(whole).isTrue();
    }
  }

  /** Spread evenly, each at random within its part. */
  private static long[] sizes(long all) {
    Random random = Trials.random();
    return LongStream.range(0, SIZES)
        .map(i -> (long) ((i + random.nextDouble()) * all / SIZES))
        .toArray();
  }

  private static Commands.Result export(String name) {
    return local()
        .run(
            ClusteredWarehouse.NAME,
            "export",
            "latest",
            "--out",
            FaultyFileSystem.path(directory.resolve(name)),
            "--set",
            "retry.times=0");
  }

  /** Whether two exports hold the same files, within a folder of both. */
  private static boolean same(String one, String other, String folder) throws IOException {
    return files(one, folder).equals(files(other, folder));
  }

  private static Map<String, String> files(String export, String folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    Path root = directory.resolve(export).resolve(folder);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(root.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    }
    return digests;
  }
}
