package org.tokenquarry.jobs.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.Configuration;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.RunId;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.LazySession;

/** Runs the job behind a verb: settings, session, job, summary. */
final class VerbRunner {

  private final Map<String, Job> jobs;
  private final SummaryPrinter printer;
  private final Progress progress;

  VerbRunner(Map<String, Job> jobs, SummaryPrinter printer, Progress progress) {
    this.jobs = jobs;
    this.printer = printer;
    this.progress = progress;
  }

  void run(String verb, Layers layers, OutputFormat format) throws Exception {
    Configuration configuration = new ConfigurationLoader().load(layers);
    String runId = RunId.next(Clock.systemUTC());
    // Not a constant: `config` and --help do not wait for logging to be set up.
    LoggerFactory.getLogger(VerbRunner.class)
        .info("{}: run {}, preset {}", verb, runId, configuration.settings().preset());
    LoggerFactory.getLogger(EffectiveSettings.class)
        .info("\n{}", EffectiveSettings.of(configuration).text());
    Duration timeout = configuration.settings().executors().timeout();
    try (LazySession session = new LazySession(configuration.spark(), timeout)) {
      JobContext context =
          new JobContext(configuration.settings(), session, session::hadoop, progress, runId);
      printer.print(summary(verb, context, session), format);
    }
  }

  private Summary summary(String verb, JobContext context, LazySession session) throws Exception {
    try {
      return jobs.get(verb).run(context);
    } catch (Exception e) { // What Spark throws says no more than that the job was cancelled.
      UserException starved = session.starved().orElse(null);
      if (starved != null) {
        starved.addSuppressed(e);
        throw starved;
      }
      throw e;
    }
  }

  /** Prints the settings that a run would have. */
  void describe(Layers layers, OutputFormat format) {
    printer.print(EffectiveSettings.of(new ConfigurationLoader().load(layers)), format);
  }
}
