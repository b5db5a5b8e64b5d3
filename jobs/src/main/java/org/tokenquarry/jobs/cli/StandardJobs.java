package org.tokenquarry.jobs.cli;

import java.util.Map;
import org.tokenquarry.jobs.job.Job;

/** Which job does the work of each verb. The only place that knows them all. */
final class StandardJobs {

  private StandardJobs() {}

  /** Jobs by verb. */
  static Map<String, Job> byVerb() {
    return Map.of();
  }
}
