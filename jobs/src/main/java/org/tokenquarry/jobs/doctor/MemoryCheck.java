package org.tokenquarry.jobs.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tokenquarry.jobs.job.JobContext;

/**
 * The heap, compared with the memory of the machine or of the container. The model's memory is
 * outside the heap.
 */
final class MemoryCheck implements Check {

  private static final long MIB = 1 << 20;
  private static final long SMALL_HEAP = 512 * MIB;
  private static final double MOST_OF_MEMORY = 0.8;
  private static final Path SYSTEM = Path.of("/proc/meminfo");
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d+) kB");

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Finding look(JobContext context) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    // In a container, Java says what its limit is.
    long total =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    OptionalLong machine = system("MemTotal");
    boolean limited = machine.isPresent() && total < machine.getAsLong();
    return judged(heap, total, limited, limited ? OptionalLong.empty() : system("MemAvailable"));
  }

  /**
   * Judges sizes in bytes.
   *
   * @param limited whether {@code total} is the limit of a container
   * @param available what the machine can give now; empty if that is not known
   */
  static Finding judged(long heap, long total, boolean limited, OptionalLong available) {
    String found =
        "The heap may take %d MiB of %d MiB%s%s."
            .formatted(
                heap / MIB,
                total / MIB,
                limited ? ", the limit of this container" : "",
                available.isPresent()
                    ? ", of which %d MiB are free".formatted(available.getAsLong() / MIB)
                    : "");
    if (heap > total * MOST_OF_MEMORY) {
      return Finding.fails(
          "memory-too-small",
          found,
          "The model needs memory outside the heap, and the system would kill the run. Give a"
              + " smaller heap (TOKENQUARRY_JAVA_OPTS=-Xmx...) or more memory.");
    }
    if (heap < SMALL_HEAP) {
      return Finding.warning(
          "heap-small", found, "Give more with TOKENQUARRY_JAVA_OPTS=-Xmx1536m.");
    }
    if (available.isPresent() && available.getAsLong() < heap) {
      return Finding.warning("memory-busy", found, "End other programs, or give a smaller heap.");
    }
    return Finding.ok(found);
  }

  private static OptionalLong system(String name) throws IOException {
    if (!Files.isReadable(SYSTEM)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(SYSTEM)) {
      return lines
          .map(LINE::matcher)
          .filter(line -> line.matches() && line.group(1).equals(name))
          .map(Matcher::toMatchResult)
          .mapToLong(line -> Long.parseLong(line.group(2)) * 1024)
          .findFirst();
    }
  }
}
