package org.tokenquarry.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;
import org.tokenquarry.jobs.job.Summary;

/** Writes the one thing that belongs on standard output. */
final class SummaryPrinter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;

  SummaryPrinter(PrintStream out) {
    this.out = out;
  }

  void print(Summary summary, OutputFormat format) {
    out.println(format == OutputFormat.JSON ? json(summary) : summary.text());
    out.flush();
  }

  /** The object {@code {"error": ...}}; nothing in text, because errors go to standard error. */
  void print(Failure failure, OutputFormat format) {
    if (format == OutputFormat.JSON) {
      out.println(json(Map.of("error", failure.fields())));
      out.flush();
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is a record of plain values", e);
    }
  }
}
