package org.tokenquarry.jobs.verb;

import java.util.List;
import java.util.Set;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.ingest.IngestOptions;
import org.tokenquarry.jobs.ingest.IngestSummary;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/** {@code ingest}. */
final class IngestVerb implements Job {

  @Override
  public IngestSummary run(JobContext context) {
    List<String> paths = context.settings().ingest().paths();
    if (paths.isEmpty()) {
      throw new UserException(
          "no-path",
          "No images were named.",
          "Name folders, files, lists or tables: tokenquarry ingest photos/");
    }
    return ingest(context, paths, context.settings().ingest().split());
  }

  /** Ingests paths for a purpose of the caller's. */
  IngestSummary ingest(JobContext context, List<String> paths, String split) {
    VerbRun run = new VerbRun(context, "ingest");
    IngestOptions options =
        new IngestOptions(run.limits(), Set.copyOf(run.settings().ingest().extensions()), split);
    return run.shown(
        "Looking for images in " + String.join(", ", paths),
        progress -> new IngestJob(run.warehouse(), run.info(), options, progress).run(paths));
  }
}
