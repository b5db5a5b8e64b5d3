package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which files are merged, and how often a row is written again. */
class CompactionPlanTest {

  private static final CompactionLimits LIMITS = new CompactionLimits(1_000, 4, 2_000, 5_000);

  @Test
  void fewFilesAndLargeFilesAreLeft() {
    assertThat(CompactionPlan.groups(files("a", 10, 10, 10), LIMITS)).isEmpty();
    assertThat(CompactionPlan.groups(files("a", 1_000, 1_000, 1_000, 1_000), LIMITS)).isEmpty();
  }

  @Test
  void filesOfOnePartitionAreMerged() {
    List<TableFile> files = new ArrayList<>(files("a", 10, 10, 10, 10));
    files.addAll(files("b", 10, 10));
    List<List<TableFile>> groups = CompactionPlan.groups(files, LIMITS);
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0)).hasSize(4).allMatch(file -> file.partition().containsValue("a"));
  }

  @Test
  void aFileThatIsLargerThanTheOthersTogetherWaits() {
    assertThat(sizes(files("a", 500, 10, 10, 10, 10))).containsExactly(10L, 10L, 10L, 10L);
  }

  @Test
  void oneRunMergesNoMoreThanItIsAllowed() {
    long[] many = IntStream.range(0, 20).mapToLong(i -> 900).toArray();
    assertThat(sizes(files("a", many))).hasSize(5);
  }

  /** 1,000 nights of one small file each: a row is written again a few times, and files are few. */
  @Test
  void manyNightsCostALogarithm() {
    CompactionLimits limits = new CompactionLimits(1 << 20, 4, 4 << 20, 1 << 30);
    List<TableFile> files = new ArrayList<>();
    long written = 0;
    for (int night = 0; night < 1_000; night++) {
      files.add(file("night-" + night, 100, "a"));
      for (List<TableFile> group : CompactionPlan.groups(files, limits)) {
        files.removeAll(group);
        long bytes = CompactionPlan.bytes(group);
        files.add(file("merged-" + night, bytes, "a"));
        written += bytes;
      }
    }
    assertThat(files).hasSizeLessThan(30);
    assertThat(CompactionPlan.bytes(files)).isEqualTo(1_000 * 100);
    assertThat(written).isLessThan(10 * 1_000 * 100);
  }

  private static List<Long> sizes(List<TableFile> files) {
    return CompactionPlan.groups(files, LIMITS).get(0).stream().map(TableFile::bytes).toList();
  }

  private static List<TableFile> files(String partition, long... bytes) {
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> file("file-" + i, bytes[i], partition))
        .toList();
  }

  private static TableFile file(String name, long bytes, String partition) {
    return new TableFile(name, bytes, 1, Map.of("split", partition));
  }
}
