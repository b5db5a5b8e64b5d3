package org.tokenquarry.jobs.progress;

/** A phase that nobody watches. */
enum SilentPhase implements Progress.Phase {
  INSTANCE;

  @Override
  public void step(long units) {}

  @Override
  public void close() {}
}
