package org.tokenquarry.jobs.job;

/**
 * One verb's work. Reads tables or files, writes tables or files, knows nothing of who runs next.
 */
@FunctionalInterface
public interface Job {

  /**
   * Does the work.
   *
   * @param context settings, session and progress; the caller closes it
   * @return what was done
   * @throws org.tokenquarry.error.UserException for what the user can mend; exit code 1
   * @throws GateRefusedException where a condition of publication is not met; exit code 2
   * @throws ConcurrentRunException where another run was faster; exit code 3
   * @throws Exception anything else; exit code 4
   */
  Summary run(JobContext context) throws Exception;
}
