package org.tokenquarry.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.catalogue.Verb;
import org.tokenquarry.jobs.config.Configuration;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.ExecutorSettings;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.failure.Retries;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.RunId;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.lease.RunLeases;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.LazySession;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.SeenTables;

/** Runs the job behind a verb: settings, session, job, summary. */
final class VerbRunner {

  private final SummaryPrinter printer;
  private final Progress progress;
  private final StopSignals signals;

  /**
   * Prepares runs.
   *
   * @param signals may end them
   */
  VerbRunner(SummaryPrinter printer, Progress progress, StopSignals signals) {
    this.printer = printer;
    this.progress = progress;
    this.signals = signals;
  }

  void run(Verb verb, Layers layers, OutputFormat format) throws Exception {
    Configuration configuration = new ConfigurationLoader().load(layers);
    if (verb.job().isEmpty()) {
      printer.print(EffectiveSettings.of(configuration), format);
      return;
    }
    run(verb, verb.job().get(), configuration, format);
  }

  private void run(Verb verb, Job<?> job, Configuration configuration, OutputFormat format)
      throws Exception {
    String runId = RunId.next(Clock.systemUTC());
    Logging.about(runId);
    // Not a constant: `config` and --help do not wait for logging to be set up.
    LoggerFactory.getLogger(VerbRunner.class)
        .info("{}: run {}, preset {}", verb.name(), runId, configuration.settings().preset());
    LoggerFactory.getLogger(EffectiveSettings.class)
        .info("\n{}", EffectiveSettings.of(configuration).text());
    RunInfo info = new RunInfo(runId, verb.name(), "", "");
    ExecutorSettings executors = configuration.settings().executors();
    try (LazySession session =
            new LazySession(configuration.spark(), executors.timeout(), executors.tasksPerGpu());
        RunLeases leases = leases(verb, info)) {
      signals.cancelBy(
          () -> {
            Logging.silenceConsole();
            session.cancel();
          });
      RunRecord record = new RunRecord(info, configuration, leases, Clock.systemUTC());
      JobContext.Run run =
          new JobContext.Run(
              runId,
              session,
              session::hadoop,
              new StoppableProgress(progress, signals),
              leases,
              new RunMetrics());
      Retries retries = configuration.settings().retry();
      try (Work work = new Work(verb.name(), job, run, configuration.settings())) {
        Summary summary =
            recorded(
                verb.repeatable() ? () -> retries.of(verb.name(), work) : work, session, record);
        printer.print(summary, format);
      }
    } finally {
      // A process that runs one verb after another would keep plans of stopped sessions.
      SeenTables.forget();
    }
  }

  private static RunLeases leases(Verb verb, RunInfo info) {
    return switch (verb.access()) {
      case READS -> RunLeases.ofReader(verb.name());
      case MOVES -> RunLeases.ofMover();
      case WRITES -> RunLeases.ofWriter(info);
    };
  }

  /** The job of a verb. Each try has a context of its own; the last one stays open. */
  private static final class Work implements Callable<Summary>, AutoCloseable {

    private final String verb;
    private final Job<?> job;
    private final JobContext.Run run;
    private final Settings settings;
    private JobContext context;

    Work(String verb, Job<?> job, JobContext.Run run, Settings settings) {
      this.verb = verb;
      this.job = job;
      this.run = run;
      this.settings = settings;
    }

    @Override
    public Summary call() throws Exception {
      close();
      context = new JobContext(run, verb, settings);
      try {
        return job.run(context);
      } catch (Exception e) {
        throw context.named(e);
      }
    }

    @Override
    public void close() {
      if (context != null) {
        context.close();
      }
    }
  }

  private Summary recorded(Callable<Summary> work, LazySession session, RunRecord record)
      throws Exception {
    try {
      Summary summary = work.call();
      record.done(summary);
      return summary;
    } catch (Exception e) {
      Failure failure =
          signals.received().map(code -> Failure.stopped(code, e)).orElseGet(() -> Failure.of(e));
      record.failed(failure);
      // What Spark throws says no more than that the job was cancelled.
      UserException starved = session.starved().orElse(null);
      if (starved != null) {
        starved.addSuppressed(e);
        throw starved;
      }
      throw e;
    }
  }
}
