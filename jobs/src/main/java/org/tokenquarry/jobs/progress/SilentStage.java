package org.tokenquarry.jobs.progress;

/** A stage that nobody watches. */
enum SilentStage implements Progress.Stage {
  INSTANCE;

  @Override
  public void step(long steps) {}

  @Override
  public void total(long total) {}

  @Override
  public void close() {}
}
