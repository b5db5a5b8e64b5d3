package org.tokenquarry.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import org.tokenquarry.jobs.job.Summary;

/** Writes the summary to standard output. Nothing else is written there. */
final class SummaryPrinter {

  private final PrintStream out;

  SummaryPrinter(PrintStream out) {
    this.out = out;
  }

  void print(Summary summary, OutputFormat format) {
    out.println(format == OutputFormat.JSON ? json(summary) : summary.text());
    out.flush();
  }

  /**
   * What was done before the failure, and in JSON the field {@code error}; in text errors go to
   * standard error.
   */
  void print(Failure failure, OutputFormat format) {
    if (format == OutputFormat.JSON) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode object = mapper.createObjectNode();
      failure
          .finished()
          .ifPresent(summary -> object.setAll(mapper.<ObjectNode>valueToTree(summary)));
      object.set("error", mapper.valueToTree(failure.fields()));
      out.println(json(object));
    } else {
      failure.finished().map(Summary::text).filter(text -> !text.isEmpty()).ifPresent(out::println);
    }
    out.flush();
  }

  /** A summary, or a record or map of plain values, as one JSON object. */
  static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is a record of plain values", e);
    }
  }
}
