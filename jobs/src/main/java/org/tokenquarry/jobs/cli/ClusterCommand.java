package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry cluster}. */
@Command(
    name = "cluster",
    description =
        "Builds a candidate codebook from the redundant tokens: "
            + "clusters across images that recur in many of them.",
    footer = "  tokenquarry cluster --warehouse warehouse --set cluster.clusters=64")
final class ClusterCommand extends VerbCommand {

  ClusterCommand(VerbRunner runner) {
    super(runner);
  }
}
