package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenquarry verify-bundle}. */
@Command(
    name = "verify-bundle",
    description =
        "Proves a model bundle on this machine: digests, shapes, determinism, and the golden "
            + "numbers of its checkpoint where it has them.",
    footer = "  tokenquarry verify-bundle /models/llava-1.5-7b --set model.device=gpu")
final class VerifyBundleCommand extends VerbCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The model bundle, or `bundled` (model.location).")
  private String bundle;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "Prove it in N Spark tasks, on their devices (verify.tasks). Default: 0, here.")
  private String tasks;

  VerifyBundleCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().text("model.location", bundle).text("verify.tasks", tasks);
  }
}
