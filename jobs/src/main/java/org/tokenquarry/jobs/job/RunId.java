package org.tokenquarry.jobs.job;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Names of runs: the start in UTC, so that they sort, and eight random digits. */
public final class RunId {

  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RunId() {}

  /** A new name, such as {@code 20261120T221012Z-1f9a03bc}. */
  public static String next(Clock clock) {
    return START.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
