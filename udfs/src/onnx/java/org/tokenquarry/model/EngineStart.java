package org.tokenquarry.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One engine in a process of its own: prints how long it takes to start, and its memory. */
public final class EngineStart {

  private static final int ROUNDS = 5;
  private static final int KIB = 1024;

  private EngineStart() {}

  /**
   * Starts, runs the calls of some images, and prints one line: milliseconds until the first image
   * is done, and MiB that are resident more than before, then and in the end.
   *
   * @param arguments engine, directory of a bundle in both formats
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    List<Call> calls = Call.ofImage(ModelBundle.open(directory.toString()).manifest());
    long before = resident();
    long start = System.nanoTime();
    try (PlainEngine engine = PlainEngine.open(ModelEngine.valueOf(arguments[0]), directory)) {
      calls.forEach(engine::run);
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      long first = resident();
      for (int i = 0; i < ROUNDS; i++) {
        calls.forEach(engine::run);
      }
      System.out.printf(
          "%d %d %d%n", milliseconds, (first - before) / KIB, (resident() - before) / KIB);
    }
  }

  /** Resident memory of this process in KiB, on Linux. */
  private static long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
