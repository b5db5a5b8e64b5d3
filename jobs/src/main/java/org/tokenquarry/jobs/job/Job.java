package org.tokenquarry.jobs.job;

/**
 * The work of one verb. It reads tables or files, writes tables or files, and does not know which
 * verb runs next.
 *
 * @param <S> its summary
 */
@FunctionalInterface
public interface Job<S extends Summary> {

  /**
   * Does the work.
   *
   * @param context settings, tables, model and progress of this run; the caller closes it
   * @return what was done
   * @throws org.tokenquarry.error.UserException for what the user can correct; exit code 1
   * @throws GateRefusedException where a condition of publication is not met; exit code 2
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException where another run wrote first; exit
   *     code 3
   * @throws Exception anything else; exit code 4
   */
  S run(JobContext context) throws Exception;
}
