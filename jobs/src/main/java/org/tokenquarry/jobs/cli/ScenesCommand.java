package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry scenes}. */
@Command(
    name = "scenes",
    description = "Draws scenes with questions and answers, the same for the same seed.",
    footer = "  tokenquarry scenes --count 200 --seed 7 --out scenes/heldout")
final class ScenesCommand extends VerbCommand {

  @Option(names = "--count", paramLabel = "N", description = "Scenes to draw (scenes.count).")
  private String count;

  @Option(names = "--seed", paramLabel = "S", description = "What they depend on (scenes.seed).")
  private String seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Receives images and questions (scenes.directory).")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "png|npy",
      description = "Files or arrays (scenes.format).")
  private String format;

  ScenesCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments()
        .text("scenes.count", count)
        .text("scenes.seed", seed)
        .text("scenes.directory", out)
        .text("scenes.format", format);
  }
}
