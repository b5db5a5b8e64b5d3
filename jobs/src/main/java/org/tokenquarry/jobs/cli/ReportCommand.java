package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry report}. */
@Command(
    name = "report",
    description = "Writes one self-contained page: funnel, heat-maps, prototypes, accuracy.",
    footer = "  tokenquarry report --out report.html --warehouse warehouse")
final class ReportCommand extends VersionCommand {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page that is written (report.file).")
  private String out;

  ReportCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return super.arguments().text("report.file", out);
  }
}
