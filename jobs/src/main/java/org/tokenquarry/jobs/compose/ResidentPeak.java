package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory of this process, as Linux counts it. */
final class ResidentPeak {

  private static final String LINE = "VmHWM:";
  private static final long KIB = 1024;

  private ResidentPeak() {}

  /** Begins to measure from here on, where the system allows it. */
  static void reset() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException | SecurityException e) {
      // Then the peak is that of the whole process, which is not less.
      return;
    }
  }

  /** In bytes; -1 where the system does not tell. */
  static long bytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
