package org.tokenquarry.jobs.progress;

/** Shows how far the work is. */
public interface Progress {

  /**
   * Begins a phase of the work. Phases follow one another: the one before is closed first.
   *
   * @param name what is done, as a short phrase
   * @param amount what there is to do
   * @return the phase, closed by the caller when it is done or has failed
   */
  Phase phase(String name, Amount amount);

  /** One phase; may be stepped from any thread. */
  interface Phase extends AutoCloseable {

    /**
     * Reports that further units are done.
     *
     * @param units at least 0; all together no more than the phase's amount
     */
    void step(long units);

    /** Ends the phase; never throws. */
    @Override
    void close();
  }

  /** Shows nothing. */
  static Progress silent() {
    return (name, amount) -> SilentPhase.INSTANCE;
  }
}
