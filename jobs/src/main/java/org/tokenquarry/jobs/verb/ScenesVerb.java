package org.tokenquarry.jobs.verb;

import java.nio.file.Path;
import org.tokenquarry.jobs.config.ScenesSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.scenes.ScenesJob;

/** {@code scenes}: needs neither Spark nor a warehouse. */
final class ScenesVerb implements Job {

  @Override
  public Summary run(JobContext context) {
    ScenesSettings scenes = context.settings().scenes();
    Path directory = Path.of(scenes.directory());
    return new ScenesJob(scenes.count(), scenes.seed(), directory, scenes.format()).run();
  }
}
