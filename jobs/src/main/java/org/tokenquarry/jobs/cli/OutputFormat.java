package org.tokenquarry.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the summary is written to standard output. */
enum OutputFormat {
  /** A few lines for people. */
  TEXT,
  /** Exactly one JSON object. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What was asked for, even where the rest of the command line can't be understood. */
  static OutputFormat asked(String... args) {
    List<String> words = Arrays.asList(args);
    int option = words.indexOf("--output");
    boolean separate = option >= 0 && option + 1 < words.size() && isJson(words.get(option + 1));
    boolean joined =
        words.stream().anyMatch(word -> word.startsWith("--output=") && isJson(word.substring(9)));
    return separate || joined ? JSON : TEXT;
  }

  private static boolean isJson(String word) {
    return word.equalsIgnoreCase(JSON.name());
  }
}
