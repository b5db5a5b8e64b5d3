package org.tokenquarry.jobs.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tokenquarry.jobs.job.Summary;

/**
 * How long starting takes.
 *
 * @param runs of each process; the times are their medians
 * @param javaSeconds of a JVM that does nothing, in the same rounds
 * @param verbs as whole processes through the start script
 * @param spark what a verb pays that needs Spark
 */
public record BenchStartSummary(int runs, double javaSeconds, List<Verb> verbs, Spark spark)
    implements Summary {

  /** Copies the list. */
  public BenchStartSummary {
    verbs = List.copyOf(verbs);
  }

  /**
   * One verb.
   *
   * @param name with its option, such as {@code --help}
   * @param seconds wall time, median
   * @param timesJava seconds over those of a JVM that does nothing
   */
  public record Verb(String name, double seconds, double timesJava) {}

  /**
   * Spark in one process, measured once, because only the first start is cold.
   *
   * @param sessionSeconds until the session is there
   * @param firstReadSeconds of a Delta table of a few rows, with what Spark loads for it
   * @param secondReadSeconds of the same table again
   */
  public record Spark(double sessionSeconds, double firstReadSeconds, double secondReadSeconds) {}

  /**
   * Compares each verb with the JVM that does nothing.
   *
   * @param medians seconds by verb
   */
  public static BenchStartSummary of(
      int runs, double javaSeconds, Map<String, Double> medians, Spark spark) {
    List<Verb> verbs =
        medians.entrySet().stream()
            .map(each -> new Verb(each.getKey(), each.getValue(), each.getValue() / javaSeconds))
            .toList();
    return new BenchStartSummary(runs, javaSeconds, verbs, spark);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%-22s %9s %9s", "median of " + runs, "seconds", "x java");
    line(text, "%-22s %9.2f %9.1f", "java (does nothing)", javaSeconds, 1.0);
    for (Verb verb : verbs) {
      line(text, "%-22s %9.2f %9.1f", verb.name(), verb.seconds(), verb.timesJava());
    }
    spark(text, "Spark: session", spark.sessionSeconds());
    spark(text, "Spark: first read", spark.firstReadSeconds());
    spark(text, "Spark: second read", spark.secondReadSeconds());
    return text.toString().stripTrailing();
  }

  private void spark(StringBuilder text, String name, double seconds) {
    line(text, "%-22s %9.2f %9.1f", name, seconds, seconds / javaSeconds);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
