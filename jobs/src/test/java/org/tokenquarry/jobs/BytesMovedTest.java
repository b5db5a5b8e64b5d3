package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * The bytes of an image are read twice: once by {@code ingest}, once by {@code mine}. The report
 * reads those of a few images. They go to no other task.
 */
class BytesMovedTest {

  private static final int BYTES_OF_A_PHOTOGRAPH = 3_000_000;
  private static final int BYTES_OF_A_LARGE_ONE = 60_000_000;

  /** Much for a few images. */
  private static final String SMALL_REPORT =
      "report --set report.images=1 --set report.prototypes=1";

  /** What tells where images are in a pack, read by some tasks and for each image of the report. */
  private static final long PLACES_IN_PACKS = 60_000;

  /** Findings, embeddings and counts of an image, whatever the size of its file. */
  private static final long MOST_SHUFFLED_OF_AN_IMAGE = 5_000;

  @TempDir Path directory;

  @Test
  void bytesAreReadTwiceAndNeverShuffled() throws IOException, TimeoutException {
    assertMoved(
        SMALL_REPORT,
        40,
        Map.of(
            "jpg", NumberedFiles.photographs(BYTES_OF_A_PHOTOGRAPH),
            "png", NumberedFiles.scenes()));
  }

  @Test
  @Tag("proof")
  void bytesOfScenesAreReadTwiceAndNeverShuffled() throws IOException, TimeoutException {
    assertMoved(SMALL_REPORT, 400, Map.of("png", NumberedFiles.scenes()));
  }

  @Test
  @Tag("proof")
  void bytesOfPhotographsAreReadTwiceAndNeverShuffled() throws IOException, TimeoutException {
    assertMoved("report", 400, Map.of("jpg", NumberedFiles.photographs(BYTES_OF_A_PHOTOGRAPH)));
  }

  @Test
  @Tag("proof")
  void bytesOfLargePhotographsAreReadTwiceAndNeverShuffled() throws IOException, TimeoutException {
    assertMoved("report", 20, Map.of("jpg", NumberedFiles.photographs(BYTES_OF_A_LARGE_ONE)));
  }

  /**
   * Runs the verbs.
   *
   * @param report the verb with settings
   * @param count of the files of each kind
   * @param kinds by the extensions of their files
   */
  private void assertMoved(String report, int count, Map<String, NumberedFiles> kinds)
      throws IOException, TimeoutException {
    long bytes = 0;
    for (NumberedFiles files : kinds.values()) {
      bytes += files.write(directory.resolve("sources"), 0, count);
    }
    MeteredFileSystem.reset();
    try (ShuffledBytes shuffled = new ShuffledBytes()) {
      for (String verb :
          List.of(
              "ingest " + MeteredFileSystem.path(directory.resolve("sources")),
              "mine",
              "cluster",
              report + " --out " + directory.resolve("report.html"))) {
        run(verb.split(" "));
      }
      long sources = MeteredFileSystem.bytesRead("/sources/");
      long packs = MeteredFileSystem.bytesRead("/contents/rows-");
      System.out.printf(
          "| %s | %,d images | %,d bytes | %,d read of sources | %,d of packs | %.3f times | %,d"
              + " shuffled |%n",
          kinds.keySet(),
          count * kinds.size(),
          bytes,
          sources,
          packs,
          (double) (sources + packs) / bytes,
          shuffled.sum());
      assertThat(sources).isEqualTo(bytes);
      assertThat(sources + packs).isLessThan(bytes * 21 / 10 + PLACES_IN_PACKS);
      assertThat(shuffled.sum())
          .isLessThan(MOST_SHUFFLED_OF_AN_IMAGE * count * kinds.size())
          .isPositive();
    }
  }

  private void run(String... verb) {
    List<String> more = new ArrayList<>(Arrays.asList(verb).subList(1, verb.length));
    Commands.Result done =
        new TinyWarehouses(MeteredFileSystem.path(directory))
            .run("warehouse", verb[0], more.toArray(String[]::new));
    assertThat(done.code()).as("%s", done.json()).isEqualTo(ExitCode.DONE);
  }
}
