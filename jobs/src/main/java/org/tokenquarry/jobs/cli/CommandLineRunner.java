package org.tokenquarry.jobs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.tokenquarry.jobs.catalogue.Verb;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.progress.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Runs a command line and returns the exit code; does not end the process.
 *
 * <p>While a verb runs, {@code System.out} is standard error. So a line that some library prints
 * never stands in the JSON.
 */
public final class CommandLineRunner {

  private final List<Verb> verbs;
  private final PrintStream out;
  private final PrintStream err;
  private final Progress progress;
  private final StopSignals signals = new StopSignals();

  /**
   * Makes a runner.
   *
   * @param verbs that are offered
   * @param out receives summaries
   * @param err receives everything else
   * @param progress shows how far the work is
   */
  public CommandLineRunner(List<Verb> verbs, PrintStream out, PrintStream err, Progress progress) {
    this.verbs = List.copyOf(verbs);
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  /** Lets signals end what runs, in the whole process; for the program itself. */
  void bindSignals() {
    signals.bind();
  }

  /** Runs one command line to its end. Never throws. */
  public ExitCode run(String... args) {
    PrintStream original = System.out;
    System.setOut(err);
    signals.begin(code -> tell(Failure.stopped(code, null), args));
    try {
      parseAndRun(args);
      return ExitCode.DONE;
    } catch (Throwable thrown) { // Errors too: an exhausted heap is reported like any failure.
      Failure failure =
          signals
              .received()
              .map(code -> Failure.stopped(code, thrown))
              .orElseGet(() -> Failure.of(thrown));
      if (signals.telling()) {
        log(failure, thrown);
        tell(failure, args);
        if (failure.exitCode().signal().isEmpty()
            && List.of(args).contains(CommonOptions.VERBOSE)) {
          thrown.printStackTrace(err);
        }
      }
      return failure.exitCode();
    } finally {
      signals.end();
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

  /** Made from the verbs. */
  CommandLine commandLine() {
    VerbRunner runner = new VerbRunner(new SummaryPrinter(out), progress, signals);
    CommandLine line = new CommandLine(new RootCommand());
    List<CommandSpec> benchmarks = new ArrayList<>();
    for (Verb verb : verbs) {
      CommandSpec spec = VerbCommand.of(verb, runner);
      if (verb.group().isEmpty()) {
        line.addSubcommand(spec.name(), spec);
      } else {
        benchmarks.add(spec);
      }
    }
    if (!benchmarks.isEmpty()) {
      line.addSubcommand(
          Verbs.BENCH, GroupCommand.of(Verbs.BENCH, Verbs.BENCH_DESCRIPTION, benchmarks));
    }
    // A path may begin with @; picocli would open it as a file of arguments.
    return line.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
  }

  private static void log(Failure failure, Throwable thrown) {
    // Not a constant: what only prints something does not wait for logging to be set up.
    LoggerFactory.getLogger(CommandLineRunner.class)
        .error("{} {}", failure.exitCode(), failure.problems(), thrown);
  }

  private void tell(Failure failure, String... args) {
    new SummaryPrinter(out).print(failure, OutputFormat.asked(args));
    failure
        .problems()
        .forEach(problem -> err.println("error: " + problem.cause() + " " + problem.remedy()));
    err.flush();
  }
}
