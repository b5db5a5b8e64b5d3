package org.tokenquarry.jobs.doctor;

import org.tokenquarry.jobs.job.JobContext;

/** Looks at one thing that every run needs. */
interface Check {

  /** Names the thing, in one word. */
  String name();

  /**
   * Looks at it. Changes nothing that stays.
   *
   * @return what was found
   * @throws org.tokenquarry.error.UserException if it would make a run fail
   * @throws Exception likewise; the message is shown
   */
  Finding look(JobContext context) throws Exception;
}
