package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.MeteredFileSystem;
import org.tokenquarry.jobs.PackedImages;

/** Reads the bytes of images that lie in three packs of 100 images of 50 kB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentsTest {

  private static final int BYTES = 50_000;

  /** The footer of a pack and the places of its pages. */
  private static final long OF_EACH_PACK = 40_000;

  @TempDir static Path directory;

  private final List<List<String>> packs = new ArrayList<>();
  private PackedImages images;
  private Contents contents;

  @BeforeAll
  void write() {
    images = PackedImages.in(MeteredFileSystem.path(directory.resolve("warehouse")));
    Random random = new Random(1);
    for (int pack = 0; pack < 3; pack++) {
      packs.add(
          images.add(
              Split.MINE,
              IntStream.range(0, 100)
                  .mapToObj(
                      i -> {
                        byte[] content = new byte[BYTES];
                        random.nextBytes(content);
                        return content;
                      })
                  .toList()));
    }
    contents = new Contents(images.warehouse());
  }

  @Test
  void theWantedImagesAreReadAndLittleElse() {
    List<String> wanted =
        List.of(
            packs.get(0).get(0), packs.get(0).get(40), packs.get(0).get(99), packs.get(2).get(7));
    MeteredFileSystem.reset();

    List<Row> read = read(wanted, 2).collectAsList();

    assertThat(read)
        .extracting(row -> Sha256.of(row.<byte[]>getAs("content")))
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(read)
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("image_id"))
                    .isEqualTo(Sha256.of(row.<byte[]>getAs("content"))));
    assertThat(MeteredFileSystem.opens("/contents/rows-")).isEqualTo(3);
    assertThat(MeteredFileSystem.bytesRead("/contents/rows-"))
        .isBetween(4L * BYTES, 4L * BYTES + 3 * OF_EACH_PACK);
  }

  @Test
  void aTaskReadsAFewImagesOfOnePack() {
    Dataset<Row> read = read(packs.get(1), 30);

    assertThat(read.toJavaRDD().glom().map(List::size).collect()).containsExactly(25, 25, 25, 25);
    assertThat(read.queryExecution().executedPlan().toString()).doesNotContain("Exchange");
  }

  @Test
  void nobodyWantsNothing() {
    assertThat(read(List.of(), 30).collectAsList()).isEmpty();
  }

  private Dataset<Row> read(List<String> imageIds, int imagesPerTask) {
    Dataset<Row> rows = images.warehouse().read(Tables.IMAGES);
    return contents.read(rows.filter(rows.col("image_id").isin(imageIds.toArray())), imagesPerTask);
  }
}
