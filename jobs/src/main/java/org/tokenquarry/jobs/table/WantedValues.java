package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Values of one column, of which rows are wanted. Tells from the statistics of a file whether it
 * may hold such a row.
 *
 * @param column of text
 * @param values of ASCII characters
 */
record WantedValues(String column, NavigableSet<String> values) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static WantedValues of(String column, Collection<String> values) {
    return new WantedValues(column, new TreeSet<>(values));
  }

  /**
   * Whether a file may hold one of the values.
   *
   * @param statistics of the file, as Delta keeps them; null if it has none
   */
  boolean mayBeIn(String statistics) {
    if (statistics == null) {
      return true;
    }
    try {
      JsonNode all = JSON.readTree(statistics);
      JsonNode least = all.path("minValues").path(column);
      JsonNode most = all.path("maxValues").path(column);
      return least.isMissingNode() || most.isMissingNode() || within(least.asText(), most.asText());
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  /** Delta cuts long values off: the least one becomes less, and the greatest one greater. */
  private boolean within(String least, String most) {
    String first = values.ceiling(least);
    return first != null && first.compareTo(most) <= 0;
  }
}
