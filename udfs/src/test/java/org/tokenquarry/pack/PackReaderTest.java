package org.tokenquarry.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;

/** Reads images of a pack of 200 images of 100 kB, which has several row groups. */
class PackReaderTest {

  private static final int IMAGES = 200;
  private static final int BYTES = 100_000;

  @TempDir java.nio.file.Path directory;

  private final Configuration hadoop = new Configuration();
  private final List<byte[]> contents = new ArrayList<>();

  @Test
  void theWantedImagesAreRead() throws IOException {
    WrittenFile file = write();
    for (int[] wanted :
        List.of(
            new int[] {0},
            new int[] {199},
            new int[] {3, 4, 5},
            new int[] {7, 60, 190},
            IntStream.range(0, IMAGES).toArray())) {
      List<PackedImage> read = read(file, wanted);

      assertThat(read)
          .extracting(PackedImage::position)
          .containsExactlyElementsOf(IntStream.of(wanted).boxed().toList());
      assertThat(read)
          .allSatisfy(
              image -> {
                assertThat(image.content()).isEqualTo(contents.get(image.position()));
                assertThat(image.imageId()).isEqualTo(Sha256.of(image.content()));
              });
    }
  }

  @Test
  void anImageThatIsNotThereIsNoticed() throws IOException {
    WrittenFile file = write();
    assertThatThrownBy(() -> read(file, new int[] {199, 200}))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("it holds 1 of 2 images");
  }

  private WrittenFile write() throws IOException {
    Random random = new Random(1);
    try (PackWriter writer =
        new PackWriter(hadoop, new Path(directory.toUri()), new PackLimits(1L << 30, IMAGES))) {
      for (int i = 0; i < IMAGES; i++) {
        byte[] content = new byte[BYTES];
        random.nextBytes(content);
        contents.add(content);
        writer.add(Sha256.of(content), content);
      }
      return writer.finish().orElseThrow().file();
    }
  }

  private List<PackedImage> read(WrittenFile file, int[] positions) {
    List<PackedImage> read = new ArrayList<>();
    String uri = directory.resolve(file.name()).toUri().toString();
    try (PackReader reader =
        new PackReader(hadoop, new PackSlice(uri, file.bytes(), positions, 1))) {
      reader.forEachRemaining(read::add);
    }
    return read;
  }
}
