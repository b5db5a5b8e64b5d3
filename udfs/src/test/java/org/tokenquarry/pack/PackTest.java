package org.tokenquarry.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;

/** What was packed is read again, and who wants a part reads a part. */
class PackTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void imagesComeBackInTheirOrder() throws IOException {
    List<byte[]> images = images(50, 20_000);
    Pack pack = packed(images);
    assertThat(pack.file().rows()).isEqualTo(50);
    assertThat(read(slice(pack, IntStream.range(0, 50).toArray())))
        .usingRecursiveComparison()
        .isEqualTo(
            IntStream.range(0, 50)
                .mapToObj(i -> new PackedImage(Sha256.of(images.get(i)), i, images.get(i)))
                .toList());
  }

  @Test
  void anySubsetIsRead() throws IOException {
    List<byte[]> images = images(40, 5_000);
    Pack pack = packed(images);
    Random random = new Random(7);
    for (int trial = 0; trial < 20; trial++) {
      int[] positions = IntStream.range(0, 40).filter(i -> random.nextBoolean()).toArray();
      if (positions.length > 0) {
        assertThat(read(slice(pack, positions)).stream().mapToInt(PackedImage::position))
            .containsExactly(boxed(positions));
      }
    }
  }

  @Test
  void fewImagesOfManyCostFewBytes() throws IOException {
    Pack pack = packed(images(1000, 6_000));
    long all = bytesRead(pack, IntStream.range(0, 1000));
    long some = bytesRead(pack, IntStream.range(500, 516));
    assertThat(all).isGreaterThan(1000 * 6_000);
    assertThat(some).isBetween(16 * 6_000L, all / 20);
  }

  @Test
  void noReadIsLargerThanARowGroup() throws IOException {
    Pack pack = packed(images(300, 60_000));
    bytesRead(pack, IntStream.range(0, 300));
    assertThat(CountedFileSystem.largest()).isBetween(1L << 20, 5L << 20);
  }

  @Test
  void aRowGroupHoldsFourMebibytesOrOneImage() throws IOException {
    List<byte[]> images =
        Stream.concat(images(30, 900_000).stream(), images(3, 9_000_000).stream()).toList();
    Pack pack = packed(images);
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(path(pack), HADOOP))) {
      for (BlockMetaData group : file.getRowGroups()) {
        assertThat(group.getRowCount() == 1 || group.getTotalByteSize() <= 5 << 20)
            .as("%d rows of %d bytes", group.getRowCount(), group.getTotalByteSize())
            .isTrue();
      }
    }
  }

  @Test
  void aPackEndsWithItsBytesOrItsImages() throws IOException {
    PackLimits limits = new PackLimits(100_000, 3);
    try (PackWriter writer = new PackWriter(HADOOP, root(), limits)) {
      assertThat(writer.fits(1_000_000)).as("the first one always").isTrue();
      writer.add("a".repeat(64), new byte[60_000]);
      assertThat(writer.fits(60_000)).isFalse();
      assertThat(writer.fits(10_000)).isTrue();
      writer.add("b".repeat(64), new byte[10]);
      writer.add("c".repeat(64), new byte[10]);
      assertThat(writer.fits(10)).as("three images").isFalse();
    }
  }

  @Test
  void whatIsNotFinishedLeavesNothing() throws IOException {
    try (PackWriter writer = new PackWriter(HADOOP, root(), PackLimits.USUAL)) {
      writer.add("a".repeat(64), new byte[10]);
    }
    try (PackWriter writer = new PackWriter(HADOOP, root(), PackLimits.USUAL)) {
      assertThat(writer.finish()).isEmpty();
    }
    try (Stream<java.nio.file.Path> left = Files.list(directory)) {
      assertThat(left.filter(file -> file.toString().endsWith(".parquet"))).isEmpty();
    }
  }

  @Test
  void imagesThatAreNotThereAreMissed() throws IOException {
    Pack pack = packed(images(5, 100));
    assertThatThrownBy(() -> read(slice(pack, new int[] {3, 4, 5})))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("it holds 2 of 3 images");
    assertThatThrownBy(() -> read(slice(pack, new int[] {7})))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void partsDifferByOneImageAtMost() {
    PackSlice slice = new PackSlice("p", 1, IntStream.range(0, 50).toArray(), 5_000);
    assertThat(slice.split(16)).extracting(PackSlice::images).containsExactly(12, 13, 12, 13);
    assertThat(slice.split(16).stream().flatMapToInt(part -> IntStream.of(part.positions())))
        .containsExactly(boxed(slice.positions()));
  }

  private static Integer[] boxed(int[] values) {
    return IntStream.of(values).boxed().toArray(Integer[]::new);
  }

  private static List<byte[]> images(int count, int bytes) {
    Random random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] image = new byte[bytes];
              random.nextBytes(image);
              return image;
            })
        .toList();
  }

  private Pack packed(List<byte[]> images) throws IOException {
    try (PackWriter writer =
        new PackWriter(HADOOP, root(), new PackLimits(1L << 40, Integer.MAX_VALUE))) {
      for (byte[] image : images) {
        writer.add(Sha256.of(image), image);
      }
      return writer.finish().orElseThrow();
    }
  }

  private Path root() {
    return new Path(directory.toUri());
  }

  private Path path(Pack pack) {
    return new Path(root(), pack.file().name());
  }

  private PackSlice slice(Pack pack, int[] positions) {
    return new PackSlice(path(pack).toString(), pack.file().bytes(), positions, 1);
  }

  private static List<PackedImage> read(PackSlice slice) {
    List<PackedImage> images = new ArrayList<>();
    try (PackReader reader = new PackReader(HADOOP, slice)) {
      reader.forEachRemaining(images::add);
    }
    return images;
  }

  private long bytesRead(Pack pack, IntStream positions) {
    String file = CountedFileSystem.path(path(pack));
    PackSlice slice = new PackSlice(file, pack.file().bytes(), positions.toArray(), 1);
    CountedFileSystem.reset();
    try (PackReader reader = new PackReader(CountedFileSystem.configuration(), slice)) {
      reader.forEachRemaining(image -> {});
    }
    return CountedFileSystem.bytes();
  }
}
