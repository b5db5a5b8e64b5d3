package org.tokenquarry.jobs.progress;

/** A stage that nobody watches. */
enum SilentStage implements Progress.Stage {
  INSTANCE;

  @Override
  public void step(long units) {}

  @Override
  public void close() {}
}
