package org.tokenquarry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** The random bundles of the test resources, the results of eager torch for them, and copies. */
public final class TinyBundles {

  public static final String TINY = "tiny";
  public static final String NO_CLS = "tiny-no-cls";

  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyBundles() {}

  public static Path directory(String name) {
    return resource(name);
  }

  static JsonNode expected(String name) throws IOException {
    return JSON.readTree(resource(name + ".expected.json").toFile());
  }

  /** A copy that a test may damage. */
  public static Path copy(String name, Path parent) throws IOException {
    Path target = Files.createDirectories(parent.resolve(name));
    try (Stream<Path> files = Files.list(directory(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  public static void edit(Path bundle, Consumer<ObjectNode> change) throws IOException {
    Path file = bundle.resolve("bundle.json");
    ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(manifest);
    JSON.writeValue(file.toFile(), manifest);
  }

  /** Replaces a file and its digest, so that only its content is wrong. */
  public static void replace(Path bundle, String name, byte[] content) throws IOException {
    Files.write(bundle.resolve(name), content);
    edit(
        bundle,
        manifest -> ((ObjectNode) manifest.get("files")).put(name, DigestUtils.sha256Hex(content)));
  }

  /** The pixels that the expected numbers were computed from. */
  public static float[][] pixels(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> image(i, size)).toArray(float[][]::new);
  }

  private static float[] image(int number, int size) {
    float[] pixels = new float[3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((i * 37 + number * 11) % 101) / 50 - 1;
    }
    return pixels;
  }

  static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }

  private static Path resource(String name) {
    try {
      return Path.of(TinyBundles.class.getResource("/bundles/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
