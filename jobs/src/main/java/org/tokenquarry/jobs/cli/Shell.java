package org.tokenquarry.jobs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.progress.Progress;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The command line without the process: runs a verb and answers the exit code.
 *
 * <p>While a verb runs, {@code System.out} is standard error, so that no library's stray line gets
 * between a reader and the JSON.
 */
public final class Shell {

  private static final List<Function<VerbRunner, VerbCommand>> COMMANDS =
      List.of(
          VerifyBundleCommand::new,
          PlanCommand::new,
          ScenesCommand::new,
          IngestCommand::new,
          CalibrateCommand::new,
          MineCommand::new,
          ClusterCommand::new,
          EvaluateCommand::new,
          PublishCommand::new,
          ExportCommand::new,
          ReportCommand::new,
          NightlyCommand::new,
          ListCommand::new,
          ShowCommand::new,
          ConfigCommand::new);

  private static final List<Function<VerbRunner, VerbCommand>> BENCHMARKS =
      List.of(
          BenchEngineCommand::new,
          BenchBundleCommand::new,
          BenchScalingCommand::new,
          BenchStartCommand::new);

  private final Map<String, Job> jobs;
  private final PrintStream out;
  private final PrintStream err;
  private final Progress progress;

  /**
   * Makes a shell.
   *
   * @param jobs by verb; a verb without a job is not offered
   * @param out receives summaries
   * @param err receives everything else
   * @param progress shows how far the work is
   */
  public Shell(Map<String, Job> jobs, PrintStream out, PrintStream err, Progress progress) {
    this.jobs = Map.copyOf(jobs);
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  /** Runs one command line to its end. Never throws. */
  public ExitCode run(String... args) {
    PrintStream original = System.out;
    System.setOut(err);
    try {
      parseAndRun(args);
      return ExitCode.DONE;
    } catch (Throwable thrown) { // Errors too: an exhausted heap is told like anything else.
      Failure failure = Failure.of(thrown);
      new SummaryPrinter(out).print(failure, OutputFormat.asked(args));
      tell(failure, thrown, List.of(args));
      return failure.exitCode();
    } finally {
      System.setOut(original);
    }
  }

  private void parseAndRun(String... args) {
    CommandLine line = commandLine();
    try {
      new CommandLine.RunLast().execute(line.parseArgs(args));
    } catch (ParameterException mistake) {
      throw CommandLineMistakes.of(mistake);
    }
  }

  /** The verbs that have a job, and those that need none. */
  CommandLine commandLine() {
    VerbRunner runner = new VerbRunner(jobs, new SummaryPrinter(out), progress);
    CommandLine line = new CommandLine(new RootCommand());
    addVerbs(line, "", COMMANDS, runner);
    CommandLine bench = new CommandLine(new BenchCommand());
    addVerbs(bench, bench.getCommandName() + " ", BENCHMARKS, runner);
    if (!bench.getSubcommands().isEmpty()) {
      line.addSubcommand(bench);
    }
    // A path may begin with @; picocli would open it as a file of arguments.
    return line.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
  }

  private void addVerbs(
      CommandLine parent,
      String prefix,
      List<Function<VerbRunner, VerbCommand>> commands,
      VerbRunner runner) {
    for (Function<VerbRunner, VerbCommand> command : commands) {
      CommandLine verb = new CommandLine(command.apply(runner));
      if (verb.getCommand() instanceof ConfigCommand
          || jobs.containsKey(prefix + verb.getCommandName())) {
        parent.addSubcommand(verb);
      }
    }
  }

  private void tell(Failure failure, Throwable thrown, List<String> args) {
    // Not a constant: what only prints something does not wait for logging to be set up.
    Logger log = LoggerFactory.getLogger(Shell.class);
    log.error("{} {}", failure.exitCode(), failure.problems(), thrown);
    failure
        .problems()
        .forEach(problem -> err.println("error: " + problem.cause() + " " + problem.remedy()));
    if (args.contains(CommonOptions.VERBOSE)) {
      thrown.printStackTrace(err);
    }
    err.flush();
  }
}
