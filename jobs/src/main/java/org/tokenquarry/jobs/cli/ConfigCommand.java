package org.tokenquarry.jobs.cli;

import org.tokenquarry.jobs.config.Layers;
import picocli.CommandLine.Command;

/** {@code tokenquarry config}. */
@Command(
    name = "config",
    description = "Prints every setting with the value that would be used.",
    footer = "  tokenquarry config --set preset=llava-1.5-7b")
final class ConfigCommand extends VerbCommand {

  ConfigCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  void run(VerbRunner runner, Layers layers, OutputFormat format) {
    runner.describe(layers, format);
  }
}
