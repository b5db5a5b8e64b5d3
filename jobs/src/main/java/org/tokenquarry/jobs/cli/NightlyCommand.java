package org.tokenquarry.jobs.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenquarry nightly}. */
@Command(
    name = "nightly",
    description = "Runs everything in order, from images to the report (nightly.verbs).",
    footer = "  tokenquarry nightly images --questions heldout --warehouse warehouse")
final class NightlyCommand extends VerbCommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Folders, files, lists or tables of images (ingest.paths).")
  private List<String> paths;

  @Option(
      names = "--questions",
      paramLabel = "DIR",
      description = "Held-out images and their questions (evaluate.questions).")
  private String questions;

  NightlyCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().texts("ingest.paths", paths).text("evaluate.questions", questions);
  }
}
