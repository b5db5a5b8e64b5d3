package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.error.UserException;
import org.tokenquarry.numeric.Quantiles;

/**
 * Times whole processes, from their start to their end. Every round runs each command once, so that
 * other work on the machine affects all of them equally.
 */
public final class ProcessTimes {

  private static final double NANOS = 1e9;

  private ProcessTimes() {}

  /**
   * Runs each command several times.
   *
   * @param commands by their name in messages and results
   * @param rounds at least 1
   * @return median seconds by name, in the order of the commands
   * @throws UserException if a command fails
   */
  public static Map<String, Double> medians(Map<String, List<String>> commands, int rounds) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      commands.forEach(
          (name, command) ->
              seconds.computeIfAbsent(name, any -> new ArrayList<>()).add(time(name, command)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    seconds.forEach((name, all) -> medians.put(name, median(all)));
    return medians;
  }

  private static double time(String name, List<String> command) {
    long begin = System.nanoTime();
    try {
      EndedProcess ended = EndedProcess.of(command);
      if (ended.code() != 0) {
        throw BenchErrors.verbFailed(name, ended);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (System.nanoTime() - begin) / NANOS;
  }

  private static double median(List<Double> values) {
    return Quantiles.of(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }
}
