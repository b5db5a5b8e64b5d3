package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry plan}. */
@Command(
    name = "plan",
    description =
        "Reckons what mining costs before it is begun: operations, hours, memory of a GPU, size "
            + "of the tables.",
    footer = "  tokenquarry plan --shape llava-1.5-7b --images 500 --gflops-per-second 100000")
final class PlanCommand extends VerbCommand {

  @Option(names = "--images", paramLabel = "N", description = "Images to be mined (plan.images).")
  private String images;

  @Option(
      names = "--patches",
      paramLabel = "N",
      description = "Visual tokens to be mined, instead of images (plan.patches).")
  private String patches;

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      description =
          "Whose sizes: bundle (that of --model), llava-1.5-7b, llava-1.5-13b, llava-next-8b or "
              + "llava-onevision-7b (plan.shape).")
  private String shape;

  @Option(
      names = "--gflops-per-second",
      paramLabel = "RATE",
      description = "What one slot reaches, or `measured` here (plan.gflopsPerSecond).")
  private String rate;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "GPUs or threads that compute at once (plan.slots).")
  private String slots;

  PlanCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments()
        .text("plan.images", images)
        .text("plan.patches", patches)
        .text("plan.shape", shape)
        .text("plan.gflopsPerSecond", rate)
        .text("plan.slots", slots);
  }
}
