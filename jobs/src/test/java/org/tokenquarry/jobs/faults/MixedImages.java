package org.tokenquarry.jobs.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tokenquarry.jobs.ClusteredWarehouse;

/**
 * Good and hostile images in an order in which each good one has hostile neighbours.
 *
 * @param folder that holds them
 * @param hostile name in the folder and content of each hostile file
 */
record MixedImages(Path folder, Map<String, byte[]> hostile) {

  private static final Path HOSTILE =
      Path.of("../udfs/src/test/resources/org/tokenquarry/image/hostile");

  /** Every so many hostile files there is a good one. */
  private static final int HOSTILE_FOR_A_GOOD_ONE = 7;

  /** Writes them into an empty folder. */
  static MixedImages in(Path folder) throws IOException {
    Map<String, byte[]> hostile = new LinkedHashMap<>();
    List<Path> good = files(ClusteredWarehouse.scenes());
    List<Path> bad = files(HOSTILE);
    for (int i = 0; i < bad.size(); i++) {
      String name = "%03d-%s".formatted(i, bad.get(i).getFileName());
      hostile.put(name, Files.readAllBytes(bad.get(i)));
      Files.write(folder.resolve(name), hostile.get(name));
      if (i % HOSTILE_FOR_A_GOOD_ONE == 0 && i / HOSTILE_FOR_A_GOOD_ONE < good.size()) {
        Files.copy(good.get(i / HOSTILE_FOR_A_GOOD_ONE), folder.resolve("%03d.png".formatted(i)));
      }
    }
    return new MixedImages(folder, hostile);
  }

  /** All but the list of what is expected of the hostile ones, and the broken one of the good. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".csv") && !file.endsWith("broken.png"))
          .sorted()
          .toList();
    }
  }

  /** Writes all of them into an archive, in the same order. */
  Path archive(Path file) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (Path each : files(folder)) {
        tar.putArchiveEntry(tar.createArchiveEntry(each, each.getFileName().toString()));
        Files.copy(each, tar);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }
}
