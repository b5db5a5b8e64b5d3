package org.tokenquarry.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tokenquarry.jobs.config.Layers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;

/** Options that every verb has; they may stand before the verb and behind it. */
final class CommonOptions {

  /** Name of the mixin in every command. */
  static final String MIXIN = "common";

  static final String CONF = "--conf";

  private static final String WAREHOUSE = "--warehouse";
  private static final String MODEL = "--model";
  private static final String OUTPUT = "--output";

  /** Also looked for before the command line is parsed, when logging is set up. */
  static final String VERBOSE = "--verbose";

  @Option(
      names = CONF,
      paramLabel = "FILE",
      description = "Settings in HOCON, over the preset's; a file may include others.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, over the file's; may be repeated. Keys: `tokenquarry config`.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = WAREHOUSE,
      paramLabel = "DIR",
      description = "Directory of the tables (warehouse.path).")
  private String warehouse;

  @Option(
      names = MODEL,
      paramLabel = "DIR",
      description = "Model bundle, or `bundled` (model.location).")
  private String model;

  @Option(
      names = OUTPUT,
      paramLabel = "text|json",
      description = "How the summary is printed. Default: text.")
  private OutputFormat output;

  @Option(
      names = VERBOSE,
      description = "Log everything, and the stack trace of a failure, to standard error.")
  @SuppressWarnings("UnusedVariable") // Main and CommandLineRunner look for the word itself.
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  /** As a mixin of one command. */
  static CommandSpec spec() {
    return CommandSpec.forAnnotatedObject(new CommonOptions());
  }

  /**
   * What was given at all levels, from the program's name to the verb.
   *
   * @param verb the innermost command
   * @throws OverwrittenOptionException if one option has a value at two levels
   */
  static CommonOptions of(CommandSpec verb) {
    Deque<CommonOptions> levels = new ArrayDeque<>();
    for (CommandSpec each = verb; each != null; each = each.parent()) {
      levels.addFirst((CommonOptions) each.mixins().get(MIXIN).userObject());
    }
    CommonOptions all = new CommonOptions();
    levels.forEach(level -> all.add(level, verb));
    return all;
  }

  private void add(CommonOptions level, CommandSpec verb) {
    conf = once(CONF, conf, level.conf, verb);
    warehouse = once(WAREHOUSE, warehouse, level.warehouse, verb);
    model = once(MODEL, model, level.model, verb);
    output = once(OUTPUT, output, level.output, verb);
    assignments.addAll(level.assignments);
  }

  /** As picocli refuses an option that is given twice to one command. */
  private static <T> T once(String name, T before, T behind, CommandSpec verb) {
    if (before != null && behind != null) {
      OptionSpec option = verb.findOption(name);
      throw new OverwrittenOptionException(verb.commandLine(), option, name + " is given twice");
    }
    return before == null ? behind : before;
  }

  OutputFormat output() {
    return Objects.requireNonNullElse(output, OutputFormat.TEXT);
  }

  /**
   * What was given, together with a verb's own options.
   *
   * @param own by the setting that each one stands for; a common option wins over one of them
   */
  Layers layers(Map<String, Object> own) {
    Map<String, Object> all = new HashMap<>(own);
    if (warehouse != null) {
      all.put("warehouse.path", warehouse);
    }
    if (model != null) {
      all.put("model.location", model);
    }
    return new Layers(Optional.ofNullable(conf), assignments, all);
  }
}
