package org.tokenquarry.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.jobs.config.Layers;
import picocli.CommandLine.Option;

/** Options that every verb has. */
final class CommonOptions {

  /** Also looked for before the command line is parsed, when logging is set up. */
  static final String VERBOSE = "--verbose";

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Settings in HOCON, over the preset's.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, over the file's; may be repeated. Keys: `tokenquarry config`.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description = "Directory of the tables (warehouse.path).")
  private String warehouse;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Model bundle, or `bundled` (model.location).")
  private String model;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How the summary is printed. Default: text.")
  private OutputFormat output;

  @Option(
      names = VERBOSE,
      description = "Log everything, and the stack trace of a failure, to standard error.")
  @SuppressWarnings("UnusedVariable") // Main and Shell look for the word itself.
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  OutputFormat output() {
    return output;
  }

  /** What was given, together with a verb's own options. */
  Layers layers(Arguments own) {
    Arguments all =
        new Arguments().with(own).text("warehouse.path", warehouse).text("model.location", model);
    return new Layers(Optional.ofNullable(conf), assignments, all.byKey());
  }
}
