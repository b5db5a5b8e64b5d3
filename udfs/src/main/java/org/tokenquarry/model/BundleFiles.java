package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.Problem;

/** Compares the files of a bundle in a local directory with the digests of the manifest. */
final class BundleFiles {

  private static final String REMEDY = "Copy or export the bundle again.";

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
      if (!Files.isRegularFile(path)) {
        problems.add(
            corrupt(
                "The model bundle "
                    + location
                    + " lists the file "
                    + file.getKey()
                    + ", but there is none."));
        continue;
      }
      String found = sha256(path);
      if (!found.equals(file.getValue())) {
        problems.add(
            corrupt(
                "The file "
                    + file.getKey()
                    + " of the model bundle "
                    + location
                    + " is damaged: its sha256 should be "
                    + file.getValue()
                    + " and is "
                    + found
                    + "."));
      }
    }
    return problems;
  }

  private static Problem corrupt(String cause) {
    return new Problem("bundle-corrupt", cause, REMEDY);
  }

  private static String sha256(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      return Sha256.of(stream);
    }
  }
}
