package org.tokenquarry.jobs.verb;

import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.jobs.cluster.ClusterJob;
import org.tokenquarry.jobs.cluster.ClusterOptions;
import org.tokenquarry.jobs.cluster.ClusterSummary;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.ModelBundle;

/** {@code cluster}. */
final class ClusterVerb implements Job {

  @Override
  public ClusterSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "cluster");
    ClusterSettings cluster = run.settings().cluster();
    SettingsDigest digest = SettingsDigest.of(run.experiment(), cluster);
    ClusterOptions options =
        new ClusterOptions(
            run.experiment(),
            new DpcKnnSettings(cluster.clusters(), cluster.neighbours()),
            cluster.contextIndependence(),
            cluster.maxCandidates(),
            cluster.prototypes(),
            digest.json(),
            digest.hex());
    ModelBundle bundle = run.bundle();
    return run.shown(
        "Reading redundant tokens",
        progress ->
            new ClusterJob(run.warehouse(), run.info(bundle), options, progress)
                .run(bundle.manifest().name()));
  }
}
