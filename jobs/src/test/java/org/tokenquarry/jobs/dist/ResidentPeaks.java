package org.tokenquarry.jobs.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The largest resident memory of drivers and executors that this process started; Linux only. */
final class ResidentPeaks implements AutoCloseable {

  private static final Pattern ROLE =
      Pattern.compile("SparkSubmit|CoarseGrainedExecutorBackend.*--executor-id (\\d+)");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private static final long PERIOD_MILLIS = 1000;

  private final Timer clock = new Timer("resident-peaks", true);
  private final Map<String, Long> megabytes = new TreeMap<>();

  ResidentPeaks() {
    clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            look();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS);
  }

  private synchronized void look() {
    ProcessHandle.current().descendants().forEach(process -> look(process.pid()));
  }

  private void look(long pid) {
    Path of = Path.of("/proc", Long.toString(pid));
    try {
      Matcher role = ROLE.matcher(Files.readString(of.resolve("cmdline")).replace('\0', ' '));
      Matcher peak = PEAK.matcher(Files.readString(of.resolve("status")));
      if (role.find() && peak.find()) {
        String name = role.group(1) == null ? "driver" : "executor " + role.group(1);
        megabytes.merge(name, Long.parseLong(peak.group(1)) / 1000, Math::max);
      }
    } catch (IOException e) {
      return; // The process has ended meanwhile.
    }
  }

  /** Megabytes by role. */
  synchronized Map<String, Long> megabytes() {
    return new TreeMap<>(megabytes);
  }

  @Override
  public void close() {
    clock.cancel();
  }
}
