package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Split;

/**
 * What the verbs after {@code mine} read of the images. In one warehouse there are ten images to
 * mine and six held-out ones. The other one has five times as many of both; the additional ones
 * have ids that come later, and no question is about them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BytesReadTest {

  private static final String SMALL = "small";
  private static final String LARGE = "large";
  private static final String CONTENTS = "/contents/rows-";

  @TempDir static Path directory;

  private TinyWarehouses tiny;
  private Path questions;
  private long heldOutBytes;
  private long minedBytes;

  @BeforeAll
  void mineBoth() throws IOException {
    tiny = new TinyWarehouses(MeteredFileSystem.path(directory));
    Path heldOut = directory.resolve("heldout");
    List<byte[]> judging = scenes(6, 2, heldOut);
    questions = heldOut.resolve("questions.jsonl");
    List<byte[]> mined = scenes(50, 1, directory.resolve("scenes"));
    heldOutBytes = sum(judging);
    minedBytes = sum(mined.subList(0, 10));
    PackedImages small = PackedImages.in(tiny.warehouse(SMALL));
    small.add(Split.MINE, mined.subList(0, 10));
    small.add(Split.HELDOUT, judging);
    PackedImages large = PackedImages.in(tiny.warehouse(LARGE));
    large.add(Split.MINE, mined.subList(0, 10));
    large.add(Split.MINE, mined.subList(10, 50));
    large.add(Split.HELDOUT, judging);
    large.add(Split.HELDOUT, scenes(24, 3, directory.resolve("others")));
    for (String name : List.of(SMALL, LARGE)) {
      assertThat(run(name, "mine").code()).isEqualTo(ExitCode.DONE);
      assertThat(run(name, "cluster").code()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void evaluateReadsTheImagesOfItsQuestionsOnce() {
    long small = bytesOf(SMALL, "evaluate", "--questions", questions.toString());
    long large = bytesOf(LARGE, "evaluate", "--questions", questions.toString());

    assertThat(large).isEqualTo(small);
    assertThat(small).isBetween(heldOutBytes, heldOutBytes * 3 / 2);
  }

  @Test
  void calibrateReadsItsSampleOnce() {
    long small = bytesOf(SMALL, "calibrate", "--images", "10");
    long large = bytesOf(LARGE, "calibrate", "--images", "10");

    assertThat(large).isEqualTo(small);
    assertThat(small).isGreaterThanOrEqualTo(minedBytes);
  }

  @Test
  void theSearchReadsTheImagesOfItsQuestionsOnly() {
    String[] search = {
      "--images",
      "4",
      "--questions",
      questions.toString(),
      "--set",
      "calibrate.search.budgets=[0.5]",
      "--set",
      "calibrate.search.clusters=[4]",
      "--set",
      "calibrate.search.moreImagesThan=[1]"
    };
    assertThat(bytesOf(LARGE, "calibrate", search)).isEqualTo(bytesOf(SMALL, "calibrate", search));
  }

  @Test
  void reportReadsTheImagesThatItShows() {
    String[] report = {
      "--out", directory.resolve("report.html").toString(), "--set", "report.prototypes=1"
    };
    assertThat(bytesOf(SMALL, "report", report)).isPositive();
    assertThat(bytesOf(LARGE, "report", report)).isLessThan(2 * bytesOf(SMALL, "report", report));
  }

  @Test
  void clusterAndShowReadNoImage() {
    assertThat(bytesOf(LARGE, "cluster")).isZero();
    assertThat(bytesOf(LARGE, "show")).isZero();
  }

  /** What a verb reads of packs. */
  private long bytesOf(String name, String verb, String... more) {
    MeteredFileSystem.reset();
    Commands.Result done = run(name, verb, more);
    assertThat(done.code()).as("%s", done.json()).isEqualTo(ExitCode.DONE);
    return MeteredFileSystem.bytesRead(CONTENTS);
  }

  private Commands.Result run(String name, String verb, String... more) {
    return tiny.run(name, verb, more);
  }

  /** Draws scenes, in the order of their ids. */
  private static List<byte[]> scenes(int count, int seed, Path folder) throws IOException {
    Commands.run(
        "scenes",
        "--count",
        Integer.toString(count),
        "--seed",
        Integer.toString(seed),
        "--out",
        folder.toString());
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      return files
          .map(BytesReadTest::content)
          .sorted(Comparator.comparing((byte[] content) -> Sha256.of(content)))
          .toList();
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(List<byte[]> contents) {
    return contents.stream().mapToLong(content -> content.length).sum();
  }
}
