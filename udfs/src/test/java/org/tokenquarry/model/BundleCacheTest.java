package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.Problem;

class BundleCacheTest {

  private static final BundleSource RESOURCE = new ClassPathSource("bundled", "/bundles/tiny/");

  @TempDir Path temp;

  private Path onlyCopy() throws IOException {
    try (Stream<Path> copies = Files.list(temp.resolve("bundles"))) {
      return copies.toList().get(0);
    }
  }

  private ModelBundle open(BundleSource source) throws IOException {
    return BundleReference.of(source).verified(temp);
  }

  @Test
  void aResourceIsUnpackedOnceUnderTheDigestOfItsManifest() throws IOException {
    ModelBundle first = open(RESOURCE);
    Path vision = first.directory().resolve("vision.pt");
    Object made = Files.getLastModifiedTime(vision);
    ModelBundle second = open(RESOURCE);
    assertThat(second.directory()).isEqualTo(first.directory()).isEqualTo(onlyCopy());
    assertThat(first.directory().getFileName()).hasToString(BundleReference.of(RESOURCE).key());
    assertThat(Files.getLastModifiedTime(vision)).isEqualTo(made);
    assertThat(first.digest())
        .isEqualTo(TinyBundles.expected(TinyBundles.TINY).path("modelDigest").asText());
  }

  @Test
  void aCopyThatWasDamagedIsReplaced() throws IOException {
    Path vision = open(RESOURCE).directory().resolve("vision.pt");
    byte[] sound = Files.readAllBytes(vision);
    Files.write(vision, new byte[] {1, 2, 3});
    open(RESOURCE);
    assertThat(Files.readAllBytes(vision)).isEqualTo(sound);
    try (Stream<Path> left = Files.list(temp.resolve("bundles"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aHadoopFileSystemIsCopiedToo() throws IOException {
    Path directory = TinyBundles.directory(TinyBundles.TINY);
    ModelBundle bundle = open(new HadoopSource(directory.toUri().toString()));
    assertThat(bundle.directory()).startsWith(temp);
    assertThat(bundle.digest()).isEqualTo(ModelBundle.open(directory.toString()).digest());
  }

  @Test
  void nothingStaysOfASourceThatIsDamaged() throws IOException {
    Path bundle = TinyBundles.copy(TinyBundles.TINY, temp.resolve("source"));
    Files.write(bundle.resolve("decoder.pt"), new byte[10]);
    Files.delete(bundle.resolve("vision.pt"));
    BundleSource source = new HadoopSource(bundle.toUri().toString());
    List<Problem> problems = Refusal.problems(() -> open(source));
    assertThat(problems).extracting(Problem::code).containsOnly("bundle-corrupt");
    assertThat(problems.get(0).cause()).contains("The file decoder.pt", "is damaged");
    assertThat(problems.get(1).cause()).contains("lists the file vision.pt, but there is none");
    assertThat(temp.resolve("bundles")).isEmptyDirectory();
  }

  @Test
  void manyMayCopyAtTheSameMoment() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<ModelBundle>> opened = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        opened.add(
            pool.submit(
                () -> {
                  start.await();
                  return open(RESOURCE);
                }));
      }
      List<Path> directories = new ArrayList<>();
      for (Future<ModelBundle> bundle : opened) {
        directories.add(bundle.get().directory());
      }
      // Only now: a copy that lost the race stands aside until its own thread has deleted it.
      assertThat(directories).containsOnly(onlyCopy());
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> left = Files.list(temp.resolve("bundles"))) {
      assertThat(left).hasSize(1);
    }
  }
}
