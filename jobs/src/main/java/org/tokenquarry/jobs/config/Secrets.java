package org.tokenquarry.jobs.config;

import java.util.regex.Pattern;

/**
 * Keys whose values are never shown: those that Spark hides by itself, and those of the object
 * stores that it does not know.
 */
public final class Secrets {

  static final String HIDDEN = "*********(redacted)";

  /** For {@code spark.redaction.regex}, too. */
  public static final String KEYS =
      "(?i)secret|password|passphrase|token|access[.]?key|account[.]key|private[.]?key"
          + "|encryption[.]key|[.]sas[.]";

  private static final Pattern KEY = Pattern.compile(KEYS);

  private Secrets() {}

  static boolean matches(String key) {
    return KEY.matcher(key).find();
  }
}
