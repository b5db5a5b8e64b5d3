package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.UserException;

/**
 * Bundles that somebody has tampered with: each is refused by {@link ModelBundle#open}, so native
 * code never sees one. The mutations are random, from a fixed seed.
 */
class TamperedBundleTest {

  private static final long SEED = 20261126;
  private static final int ROUNDS = 10;
  private static final List<String> FILES = List.of("vision.pt", "decoder.pt", "tokenizer.json");
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  @TempDir Path temp;
  private final Random random = new Random(SEED);
  private Path good;

  /** What somebody does to a bundle, or to one of its files. */
  private record Mutation(String name, Change change) {}

  private interface Change {
    void to(Path bundle, String file) throws IOException;
  }

  @BeforeEach
  void copy() throws IOException {
    good = TinyBundles.copy(TinyBundles.TINY, temp.resolve("good"));
  }

  @Test
  void everyMutationIsRefused() throws IOException {
    List<String> tried = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Mutation mutation : mutations()) {
        String file = FILES.get(random.nextInt(FILES.size()));
        String told = "seed %d, round %d: %s, %s".formatted(SEED, round, mutation.name(), file);
        Path bundle = temp.resolve("tampered");
        FileUtils.copyDirectory(good.toFile(), bundle.toFile());
        mutation.change().to(bundle, file);
        assertTimeoutPreemptively(AT_MOST, () -> requireRefused(bundle, told), told);
        FileUtils.deleteDirectory(bundle.toFile());
        tried.add(told);
      }
    }
    assertThat(tried).hasSizeGreaterThanOrEqualTo(200);
    assertThat(ModelBundle.open(good.toString()).digest()).hasSize(64);
  }

  private static void requireRefused(Path bundle, String told) {
    Throwable thrown = Assertions.catchThrowable(() -> ModelBundle.open(bundle.toString()));
    assertThat(thrown).as(told).isInstanceOf(UserException.class);
    assertThat(((UserException) thrown).problems())
        .as(told)
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.code()).startsWith("bundle-"));
  }

  private List<Mutation> mutations() {
    return List.of(
        new Mutation("a bit is flipped", this::flip),
        new Mutation("cut off", this::cut),
        new Mutation("longer", (bundle, file) -> append(bundle.resolve(file))),
        new Mutation("gone", (bundle, file) -> Files.delete(bundle.resolve(file))),
        new Mutation("of another model", TamperedBundleTest::swap),
        new Mutation("a link to itself elsewhere", this::linkToCopy),
        new Mutation("a link within the bundle", TamperedBundleTest::linkWithin),
        new Mutation("a link to nothing", (b, f) -> link(b.resolve(f), Path.of("nowhere"))),
        new Mutation("a link to a device", (b, f) -> link(b.resolve(f), Path.of("/dev/zero"))),
        new Mutation("a pipe", (bundle, file) -> pipe(bundle.resolve(file))),
        new Mutation("a directory", TamperedBundleTest::directory),
        new Mutation("the manifest a link", this::manifestLink),
        new Mutation("the manifest a pipe", (b, f) -> pipe(b.resolve("bundle.json"))),
        new Mutation("the manifest cut off", (bundle, file) -> cut(bundle, "bundle.json")),
        new Mutation("the manifest nested", TamperedBundleTest::nest),
        new Mutation("the manifest no object", TamperedBundleTest::noObject),
        new Mutation("the digest changed", this::digest),
        new Mutation("a file left out", (b, f) -> files(b, files -> files.remove(f))),
        new Mutation("a name that leaves", this::leave),
        new Mutation("a size out of range", this::size),
        new Mutation("a size that is text", this::text));
  }

  private void flip(Path bundle, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(bundle.resolve(file));
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(bundle.resolve(file), bytes);
  }

  private void cut(Path bundle, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(bundle.resolve(file));
    Files.write(bundle.resolve(file), Arrays.copyOf(bytes, random.nextInt(bytes.length - 2)));
  }

  private void append(Path file) throws IOException {
    byte[] more = new byte[1 + random.nextInt(100)];
    random.nextBytes(more);
    Files.write(file, more, StandardOpenOption.APPEND);
  }

  private static void swap(Path bundle, String file) throws IOException {
    String other = file.equals("vision.pt") ? "decoder.pt" : "vision.pt";
    Files.copy(bundle.resolve(other), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private void linkToCopy(Path bundle, String file) throws IOException {
    link(bundle.resolve(file), good.resolve(file).toAbsolutePath());
  }

  private static void linkWithin(Path bundle, String file) throws IOException {
    Files.move(bundle.resolve(file), bundle.resolve("moved"));
    Files.createSymbolicLink(bundle.resolve(file), Path.of("moved"));
  }

  private void manifestLink(Path bundle, String file) throws IOException {
    link(bundle.resolve("bundle.json"), good.resolve("bundle.json").toAbsolutePath());
  }

  private static void link(Path file, Path target) throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, target);
  }

  private static void pipe(Path file) throws IOException {
    Files.delete(file);
    try {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void directory(Path bundle, String file) throws IOException {
    Files.delete(bundle.resolve(file));
    Files.createDirectory(bundle.resolve(file));
  }

  private static void nest(Path bundle, String file) throws IOException {
    Files.writeString(bundle.resolve("bundle.json"), "[".repeat(100_000));
  }

  private static void noObject(Path bundle, String file) throws IOException {
    Files.writeString(bundle.resolve("bundle.json"), file.equals("vision.pt") ? "" : "null");
  }

  private void digest(Path bundle, String file) throws IOException {
    files(
        bundle,
        files -> {
          char[] digest = files.get(file).asText().toCharArray();
          int place = random.nextInt(digest.length);
          digest[place] = digest[place] == '0' ? '1' : '0';
          files.put(file, new String(digest));
        });
  }

  private void leave(Path bundle, String file) throws IOException {
    List<String> names =
        List.of("../good/tiny/" + file, "/etc/passwd", "..", "a/../" + file, "", ".", "a\u0000b");
    String name = names.get(random.nextInt(names.size()));
    files(bundle, files -> files.set(name, files.get(file)));
  }

  private void size(Path bundle, String file) throws IOException {
    String field = List.of("hidden", "layers", "vocabulary", "imageSize").get(random.nextInt(4));
    int value = random.nextBoolean() ? -random.nextInt(1000) : Integer.MAX_VALUE;
    TinyBundles.edit(bundle, manifest -> manifest.put(field, value));
  }

  private void text(Path bundle, String file) throws IOException {
    String field = List.of("hidden", "layers", "vocabulary", "imageSize").get(random.nextInt(4));
    TinyBundles.edit(bundle, manifest -> manifest.put(field, "<script>"));
  }

  private static void files(Path bundle, Consumer<ObjectNode> change) {
    try {
      TinyBundles.edit(bundle, manifest -> change.accept((ObjectNode) manifest.get("files")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
