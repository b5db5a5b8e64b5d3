package org.tokenquarry.jobs.config;

import java.util.Locale;

/** How enum constants are written in settings and JSON: lower case with hyphens. */
public final class Words {

  private Words() {}

  /** The word of a constant, such as {@code official-code}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
