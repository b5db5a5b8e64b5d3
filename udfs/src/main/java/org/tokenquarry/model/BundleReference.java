package org.tokenquarry.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.source.LocalUri;

/**
 * A bundle of which only the manifest was read. This is cheap, so each task can check whether its
 * bundle is loaded already.
 *
 * @param source where the files are
 * @param bytes of the manifest
 */
record BundleReference(BundleSource source, byte[] bytes) {

  /** Those of real models have some kilobytes. */
  private static final int LARGEST_MANIFEST = 1 << 24;

  private static final String BUNDLED_ROOT = "/bundled-model/";

  static BundleReference of(String location) {
    try {
      return of(source(location));
    } catch (IOException e) {
      throw new UncheckedIOException("the model bundle " + location + " cannot be reached", e);
    }
  }

  static BundleReference of(BundleSource source) throws IOException {
    if (!source.exists()) {
      throw BundleErrors.notThere(source.location());
    }
    try (InputStream stream = source.open(BundleManifest.FILE)) {
      byte[] bytes = stream.readNBytes(LARGEST_MANIFEST + 1);
      if (bytes.length > LARGEST_MANIFEST) {
        throw BundleErrors.manifestTooLarge(source.location(), LARGEST_MANIFEST);
      }
      return new BundleReference(source, bytes);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw BundleErrors.noManifest(source.location());
    }
  }

  private static BundleSource source(String location) throws IOException {
    if (location.equals(ModelBundle.BUNDLED)) {
      return new ClassPathSource(location, BUNDLED_ROOT);
    }
    if (location.startsWith("file:")) {
      return new DirectorySource(location, Path.of(URI.create(location).getPath()));
    }
    return LocalUri.hasScheme(location)
        ? new HadoopSource(location)
        : new DirectorySource(location, Path.of(location));
  }

  /** Digest of the manifest's bytes; the manifest names the digest of every file. */
  String key() {
    return Sha256.of(bytes);
  }

  /** Verifies every file; first copies files that native code cannot read where they are. */
  ModelBundle verified(Path cache) {
    JsonNode root = ManifestReader.parse(bytes, source.location());
    BundleManifest manifest = ManifestReader.read(root, source.location());
    try {
      Path directory = directory(manifest, cache);
      return new ModelBundle(source.location(), directory, manifest, ModelDigest.of(root));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the model bundle " + source.location() + " cannot be read", e);
    }
  }

  private Path directory(BundleManifest manifest, Path cache) throws IOException {
    if (source.directory().isEmpty()) {
      return new BundleCache(cache.resolve("bundles")).copy(source, manifest, key());
    }
    Path directory = source.directory().orElseThrow();
    List<Problem> problems = BundleFiles.verify(directory, manifest.files(), source.location());
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return directory;
  }
}
