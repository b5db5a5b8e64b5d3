package org.tokenquarry.jobs.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.intake.IntakeRules;

/** Counts files that are ignored because of their names, by extension. */
final class IgnoredNames {

  /** Bounds the memory; names of files are arbitrary. */
  private static final int MOST = 50;

  private static final String OTHERS = "others";

  private final Map<String, Long> byExtension = new TreeMap<>();
  private long count;

  /** Counts a file. */
  void add(String uri) {
    count++;
    String extension = IntakeRules.extension(uri);
    boolean listed = byExtension.containsKey(extension) || byExtension.size() < MOST;
    byExtension.merge(listed ? extension : OTHERS, 1L, Long::sum);
  }

  /** All of them. */
  long count() {
    return count;
  }

  /** How many have each extension; the key of files without one is empty. */
  Map<String, Long> byExtension() {
    return byExtension;
  }
}
