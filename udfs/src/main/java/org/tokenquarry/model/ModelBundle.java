package org.tokenquarry.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model bundle whose files match their digests. Only such a bundle can be loaded, so native code
 * never reads a file that was not verified.
 */
public final class ModelBundle {

  /** The location that stands for the model that comes with the jar. */
  public static final String BUNDLED = "bundled";

  private final String location;
  private final Path directory;
  private final BundleManifest manifest;
  private final String digest;

  ModelBundle(String location, Path directory, BundleManifest manifest, String digest) {
    this.location = location;
    this.directory = directory;
    this.manifest = manifest;
    this.digest = digest;
  }

  /**
   * Opens a bundle and verifies every file. A bundle that is not in a local directory is copied to
   * this machine's cache once, under the digest of its manifest.
   *
   * @param location a local directory, a URI of any Hadoop file system, or {@value #BUNDLED}
   * @throws org.tokenquarry.error.UserException with the code {@code bundle-missing} (nothing
   *     there), {@code bundle-foreign} (no bundle, or one of another format), {@code
   *     bundle-corrupt} (files that are missing or differ from their digest) or {@code
   *     bundle-invalid} (a manifest that is not valid); it names every problem
   * @throws java.io.UncheckedIOException if reading fails for another reason; another try may
   *     succeed
   */
  public static ModelBundle open(String location) {
    return BundleReference.of(location).verified(CacheDirectory.root());
  }

  /** The location as the user wrote it, for messages. */
  public String location() {
    return location;
  }

  /** The local directory with the verified files. */
  Path directory() {
    return directory;
  }

  /**
   * A verified file, to be read by Java code.
   *
   * @return empty where the manifest does not name it
   */
  public Optional<Path> file(String name) {
    return manifest.files().containsKey(name)
        ? Optional.of(directory.resolve(name))
        : Optional.empty();
  }

  /** The manifest. */
  public BundleManifest manifest() {
    return manifest;
  }

  /**
   * The model digest: the identity of everything that can change a number. It does not depend on
   * where the bundle is stored. It is the sha256 of the canonical form of the manifest's digests
   * and numeric fields; names, licence and training notes are not part of it.
   *
   * @return lower-case hexadecimal
   */
  public String digest() {
    return digest;
  }
}
