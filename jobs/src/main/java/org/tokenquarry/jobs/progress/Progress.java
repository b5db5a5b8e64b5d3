package org.tokenquarry.jobs.progress;

/** Shows how far the work is. */
public interface Progress {

  /**
   * Begins a stage of the work. Stages follow one another: the one before is closed first.
   *
   * @param name what is done, as a short phrase
   * @param amount what there is to do
   * @return the stage, closed by the caller when it is done or has failed
   */
  Stage stage(String name, Amount amount);

  /** One stage; may be stepped from any thread. */
  interface Stage extends AutoCloseable {

    /**
     * Reports that further units are done.
     *
     * @param units at least 0; all together no more than the stage's amount
     */
    void step(long units);

    /** Ends the stage; never throws. */
    @Override
    void close();
  }

  /** Shows nothing. */
  static Progress silent() {
    return (name, amount) -> SilentStage.INSTANCE;
  }
}
