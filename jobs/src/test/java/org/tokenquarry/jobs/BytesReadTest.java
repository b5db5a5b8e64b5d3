package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Split;

/**
 * What the verbs after {@code mine} read of the images, before and after a warehouse has become
 * five times as large. The images that come later have later ids, and no question is about them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BytesReadTest {

  private static final String WAREHOUSE = "warehouse";

  @TempDir static Path directory;

  private final Map<String, Long> before = new HashMap<>();
  private final Map<String, Long> after = new HashMap<>();
  private TinyWarehouses tiny;
  private long heldOutBytes;
  private long minedBytes;
  private long largestBytes;

  @BeforeAll
  void measureTwice() throws IOException {
    tiny = new TinyWarehouses(MeteredFileSystem.path(directory));
    PackedImages images = PackedImages.in(tiny.warehouse(WAREHOUSE));
    List<byte[]> mined = scenes(50, 1, directory.resolve("scenes"));
    List<byte[]> heldOut = scenes(6, 2, directory.resolve("heldout"));
    minedBytes = sum(mined.subList(0, 10));
    largestBytes = mined.stream().mapToLong(content -> content.length).max().orElseThrow();
    heldOutBytes = sum(heldOut);
    images.add(Split.MINE, mined.subList(0, 10));
    images.add(Split.HELDOUT, heldOut);
    assertThat(bytesOf("mine")).isBetween(minedBytes, minedBytes * 3 / 2);
    assertThat(bytesOf("cluster")).isZero();
    measure(before);

    images.add(Split.MINE, mined.subList(10, 50));
    images.add(Split.HELDOUT, scenes(24, 3, directory.resolve("others")));
    assertThat(bytesOf("mine")).as("only new images").isLessThan(sum(mined) * 3 / 2 - minedBytes);
    measure(after);
  }

  private void measure(Map<String, Long> bytes) {
    String questions = directory.resolve("heldout/questions.jsonl").toString();
    bytes.put(
        "evaluate",
        bytesOf(
            "evaluate",
            "--questions",
            questions,
            "--set",
            "evaluate.pruners=[codebook, cls-most-similar]"));
    bytes.put("calibrate", bytesOf("calibrate", "--images", "10"));
    bytes.put(
        "search",
        bytesOf(
            "calibrate",
            "--images",
            "4",
            "--questions",
            questions,
            "--set",
            "calibrate.search.budgets=[0.5]",
            "--set",
            "calibrate.search.clusters=[4]",
            "--set",
            "calibrate.search.moreImagesThan=[1]"));
    bytes.put(
        "report",
        bytesOf(
            "report",
            "--out",
            directory.resolve("report.html").toString(),
            "--set",
            "report.images=4"));
    bytes.put(
        "report with little",
        bytesOf(
            "report",
            "--out",
            directory.resolve("little.html").toString(),
            "--set",
            "report.imageBytes=1"));
    bytes.put("show", bytesOf("show"));
  }

  @Test
  void bytesReadDoNotDependOnTheSizeOfTheWarehouse() {
    assertThat(after).isEqualTo(before);
  }

  @Test
  void nothingIsReadTwiceWithoutNeed() {
    assertThat(before.get("evaluate")).isBetween(heldOutBytes, heldOutBytes * 3 / 2);
    assertThat(before.get("calibrate")).isBetween(minedBytes, minedBytes * 3 / 2);
    assertThat(before.get("search")).isLessThan((minedBytes + heldOutBytes) * 3 / 2);
    assertThat(before.get("report")).as("each once").isBetween(1L, minedBytes);
    assertThat(before.get("report with little")).as("one").isBetween(1L, largestBytes * 3 / 2);
    assertThat(before.get("show")).isZero();
  }

  /** What a verb reads of packs. */
  private long bytesOf(String verb, String... more) {
    MeteredFileSystem.reset();
    Commands.Result done = tiny.run(WAREHOUSE, verb, more);
    assertThat(done.code()).as("%s", done.json()).isEqualTo(ExitCode.DONE);
    return MeteredFileSystem.bytesRead("/contents/rows-");
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
