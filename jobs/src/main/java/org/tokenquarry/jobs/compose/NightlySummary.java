package org.tokenquarry.jobs.compose;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.report.ReportSummary;

/**
 * What a night's run did.
 *
 * @param verbs the summary of each verb, in the order in which they ran
 */
public record NightlySummary(Map<String, Summary> verbs) implements Summary {

  private static final String REPORT = NightlyStep.REPORT.verb();

  /** By verb; the report by its path alone. Then the verbs that were skipped, if any was. */
  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    verbs.forEach((verb, summary) -> json.put(verb, verb.equals(REPORT) ? path(summary) : summary));
    List<String> skipped =
        verbs.keySet().stream().filter(verb -> verbs.get(verb) instanceof SkippedSummary).toList();
    if (!skipped.isEmpty()) {
      json.put("skipped", skipped);
    }
    return json;
  }

  private static String path(Summary report) {
    return report instanceof SkippedSummary skipped
        ? skipped.told().path(REPORT).asText()
        : ((ReportSummary) report).report();
  }

  @Override
  public String text() {
    return verbs.entrySet().stream()
        .map(verb -> verb.getKey() + ": " + verb.getValue().text())
        .collect(Collectors.joining("\n"));
  }
}
