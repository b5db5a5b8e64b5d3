package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Measures the accuracy on held-out questions at several budgets, "
            + "pruned by the codebook and by what it competes with.",
    footer = "  tokenquarry evaluate --questions scenes/heldout --warehouse warehouse")
final class EvaluateCommand extends VersionCommand {

  @Option(
      names = "--questions",
      paramLabel = "DIR",
      description = "Held-out images and their questions (evaluate.questions).")
  private String questions;

  EvaluateCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return super.arguments().text("evaluate.questions", questions);
  }
}
