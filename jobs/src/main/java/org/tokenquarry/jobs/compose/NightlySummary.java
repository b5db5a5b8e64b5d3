package org.tokenquarry.jobs.compose;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.report.ReportSummary;

/**
 * What a night's run did.
 *
 * @param verbs the summary of each verb, in the order in which they ran
 */
public record NightlySummary(Map<String, Summary> verbs) implements Summary {

  /** By verb; the report by its path alone. */
  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    verbs.forEach(
        (verb, summary) ->
            json.put(verb, summary instanceof ReportSummary report ? report.report() : summary));
    return json;
  }

  @Override
  public String text() {
    return verbs.entrySet().stream()
        .map(verb -> verb.getKey() + ": " + verb.getValue().text())
        .collect(Collectors.joining("\n"));
  }
}
