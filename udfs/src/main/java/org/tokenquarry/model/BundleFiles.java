package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.Problem;

/** Compares the files of a bundle in a local directory with the digests of the manifest. */
final class BundleFiles {

  private BundleFiles() {}

  /**
   * Compares every listed file with its digest.
   *
   * @return the problems, in the order of the files; empty where there are none
   */
  static List<Problem> verify(Path directory, Map<String, String> files, String location)
      throws IOException {
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        problems.add(BundleErrors.fileMissing(location, file.getKey()));
        continue;
      }
      if (!regular(path)) {
        problems.add(BundleErrors.notRegular(location, file.getKey()));
        continue;
      }
      String found = sha256(path);
      if (!found.equals(file.getValue())) {
        problems.add(BundleErrors.fileDamaged(location, file.getKey(), file.getValue(), found));
      }
    }
    return problems;
  }

  /**
   * Whether it is a file of the bundle itself. A link could lead to any file of the machine, now or
   * when native code opens it; a pipe would never end.
   */
  static boolean regular(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String sha256(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      return Sha256.of(stream);
    }
  }
}
