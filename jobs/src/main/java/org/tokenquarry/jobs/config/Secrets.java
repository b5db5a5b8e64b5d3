package org.tokenquarry.jobs.config;

import java.util.regex.Pattern;

/** Keys whose values are never shown; the rule of Spark's {@code spark.redaction.regex}. */
final class Secrets {

  static final String HIDDEN = "*********(redacted)";

  private static final Pattern KEY =
      Pattern.compile("secret|password|token|access[.]?key", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static boolean matches(String key) {
    return KEY.matcher(key).find();
  }
}
