package org.tokenquarry.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory for files that can be fetched again: unpacked bundles and native libraries.
 *
 * <p>It is the system property {@code tokenquarry.cache}, else the environment variable {@code
 * TOKENQUARRY_CACHE}, else {@code .cache/tokenquarry} in the home directory; where that cannot be
 * written to, {@code tokenquarry} in the machine's temporary directory ({@code tokenquarry.tmpdir},
 * since each run of the command line has a temporary directory of its own).
 */
final class CacheDirectory {

  private CacheDirectory() {}

  static Path root() {
    return Optional.ofNullable(System.getProperty("tokenquarry.cache"))
        .or(() -> Optional.ofNullable(System.getenv("TOKENQUARRY_CACHE")))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(CacheDirectory::fallback)
        .toAbsolutePath();
  }

  private static Path fallback() {
    Path home = Path.of(System.getProperty("user.home"));
    return Files.isWritable(home)
        ? home.resolve(".cache").resolve("tokenquarry")
        : Path.of(System.getProperty("tokenquarry.tmpdir", System.getProperty("java.io.tmpdir")))
            .resolve("tokenquarry");
  }
}
