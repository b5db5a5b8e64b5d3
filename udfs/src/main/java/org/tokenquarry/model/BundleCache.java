package org.tokenquarry.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Local copies of bundles that native code cannot read where they are stored; one directory for
 * each manifest.
 *
 * <p>A copy is written to a temporary directory and then moved into place in one step, so that
 * processes that copy the same bundle at the same time never see a part of it. A copy that was
 * damaged later is replaced.
 */
final class BundleCache {

  private final Path root;

  BundleCache(Path root) {
    this.root = root;
  }

  /**
   * The verified local copy; made if there is none.
   *
   * @param key digest of the manifest's bytes
   * @throws UserException if the source's files do not match the manifest
   */
  Path copy(BundleSource source, BundleManifest manifest, String key) throws IOException {
    Path target = root.resolve(key);
    if (Files.isDirectory(target)) {
      if (problems(target, source, manifest).isEmpty()) {
        return target;
      }
      discard(target);
    }
    Files.createDirectories(root);
    Path aside = Files.createTempDirectory(root, ".copy-");
    try {
      fill(aside, source, manifest);
      List<Problem> problems = problems(aside, source, manifest);
      if (!problems.isEmpty()) {
        throw new UserException(problems);
      }
      return install(aside, target);
    } finally {
      FileUtils.deleteQuietly(aside.toFile());
    }
  }

  private static List<Problem> problems(
      Path directory, BundleSource source, BundleManifest manifest) throws IOException {
    return BundleFiles.verify(directory, manifest.files(), source.location());
  }

  private static void fill(Path aside, BundleSource source, BundleManifest manifest)
      throws IOException {
    for (String name : manifest.files().keySet()) {
      try (InputStream stream = source.open(name)) {
        Files.copy(stream, aside.resolve(name));
      } catch (NoSuchFileException | FileNotFoundException e) {
        // The verification that follows reports it.
      }
    }
  }

  private static Path install(Path aside, Path target) throws IOException {
    try {
      return Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (Files.isDirectory(target)) {
        return target; // Another process has installed the same verified content.
      }
      throw e;
    }
  }

  /** Moves the directory away before deleting it, so that no process sees a part of it. */
  private void discard(Path target) throws IOException {
    Path away = root.resolve(".damaged-" + UUID.randomUUID());
    try {
      Files.move(target, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // Another process has moved it.
    }
    FileUtils.deleteQuietly(away.toFile());
  }
}
