package org.tokenquarry.jobs.cli;

import java.util.concurrent.Callable;
import org.tokenquarry.jobs.config.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * One verb: its options, each of which stands for a setting, and its help. The work is the job's of
 * the same name.
 */
@Command(
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    sortOptions = false,
    usageHelpAutoWidth = true)
abstract class VerbCommand implements Callable<Integer> {

  private final VerbRunner runner;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.MIXIN)
  @SuppressWarnings("UnusedVariable") // Read together with those before the verb.
  private CommonOptions common;

  VerbCommand(VerbRunner runner) {
    this.runner = runner;
  }

  /** Values of the verb's own options. */
  Arguments arguments() {
    return new Arguments();
  }

  @Override
  public final Integer call() throws Exception {
    CommonOptions all = CommonOptions.of(spec);
    run(runner, all.layers(arguments()), all.output());
    return ExitCode.DONE.code();
  }

  /** Does the work; the job of the verb's name, unless overridden. */
  void run(VerbRunner runner, Layers layers, OutputFormat format) throws Exception {
    runner.run(spec.qualifiedName().substring(spec.root().name().length() + 1), layers, format);
  }
}
