package org.tokenquarry.jobs.verb;

import java.nio.file.Path;
import java.util.Objects;
import org.tokenquarry.jobs.bench.BenchBundleJob;
import org.tokenquarry.jobs.bench.BenchBundleSummary;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/** {@code bench bundle}: needs Python, but neither Spark nor a warehouse. */
final class BenchBundleVerb implements Job {

  @Override
  public BenchBundleSummary run(JobContext context) {
    Path home = Path.of(environment("TOKENQUARRY_HOME", ""));
    String python = environment("TOKENQUARRY_PYTHON", "python3");
    return new BenchBundleJob(context.settings().bench().bundle(), home, python).run();
  }

  private static String environment(String name, String otherwise) {
    return Objects.requireNonNullElse(System.getenv(name), otherwise);
  }
}
