package org.tokenquarry.jobs.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.tokenquarry.jobs.bench.BenchBundleJob;
import org.tokenquarry.jobs.bench.BenchBundleSummary;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/** {@code bench bundle}: needs Python, but neither Spark nor a warehouse. */
final class BenchBundleVerb implements Job {

  /** Debian's own has python3-torch, also where another one comes first on the path. */
  private static final List<String> INSTALLED = List.of("python3", "/usr/bin/python3");

  @Override
  public BenchBundleSummary run(JobContext context) {
    Path home = Path.of(Objects.requireNonNullElse(System.getenv("TOKENQUARRY_HOME"), ""));
    String named = System.getenv("TOKENQUARRY_PYTHON");
    List<String> pythons = named == null ? INSTALLED : List.of(named);
    return new BenchBundleJob(context.settings().bench().bundle(), home, pythons).run();
  }
}
