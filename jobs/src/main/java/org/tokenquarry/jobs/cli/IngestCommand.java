package org.tokenquarry.jobs.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenquarry ingest}. */
@Command(
    name = "ingest",
    description =
        "Takes images into the warehouse, each content once. "
            + "What can't be decoded is put into quarantine with its reason.",
    footer = "  tokenquarry ingest photos/ more.txt --warehouse warehouse")
final class IngestCommand extends VerbCommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Folders, files, lists or tables of images (ingest.paths).")
  private List<String> paths;

  @Option(
      names = "--split",
      paramLabel = "mine|heldout",
      description =
          "What they are for: codebooks are mined from them, or judged on them (ingest.split).")
  private String split;

  IngestCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().texts("ingest.paths", paths).text("ingest.split", split);
  }
}
