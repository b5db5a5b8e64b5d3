package org.tokenquarry.jobs.progress;

/** Shows how far the work is. */
public interface Progress {

  /**
   * Begins a stage of the work.
   *
   * @param name what is done, as a short phrase
   * @param total steps expected; 0 where it is not known yet
   * @return the stage, closed by the caller when it is done or has failed
   */
  Stage stage(String name, long total);

  /** One stage; may be stepped from any thread. */
  interface Stage extends AutoCloseable {

    /** Reports that further steps are done. */
    void step(long steps);

    /** Corrects the number of steps expected. */
    void total(long total);

    /** Ends the stage; never throws. */
    @Override
    void close();
  }

  /** Shows nothing. */
  static Progress silent() {
    return (name, total) -> SilentStage.INSTANCE;
  }
}
