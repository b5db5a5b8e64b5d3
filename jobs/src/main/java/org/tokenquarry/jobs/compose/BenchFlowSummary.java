package org.tokenquarry.jobs.compose;

import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * How well the flow of mining keeps its slots busy.
 *
 * @param slots of local Spark
 * @param images mined by the stand-in
 * @param units Spark tasks
 * @param commits to the table {@code experiments}
 * @param seconds wall time of the flow with its commits
 * @param busyShare share of the slots' time that the stand-in took
 * @param commitStretch wall time with commits over wall time without them
 * @param unitSeconds what a unit costs its slot beside the stand-in, measured
 * @param simulatedSlots slots of the simulation with the same plan and the measured costs
 * @param simulatedImages images of the simulation
 * @param simulatedBusyShare share of the slots' time in the simulation
 */
public record BenchFlowSummary(
    int slots,
    int images,
    long units,
    long commits,
    double seconds,
    double busyShare,
    double commitStretch,
    double unitSeconds,
    int simulatedSlots,
    int simulatedImages,
    double simulatedBusyShare)
    implements Summary {

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "%10s %8s %8s %8s %9s %7s %16s%n"
            + "%10d %8d %8d %8d %9.1f %6.1f%% %15.3fx%n"
            + "%10d %8d %8s %8s %9s %6.1f%% %16s%n"
            + "The second line is a simulation of the same plan. A unit costs %.0f ms beside its images.",
        "slots",
        "images",
        "units",
        "commits",
        "seconds",
        "busy",
        "with/without",
        slots,
        images,
        units,
        commits,
        seconds,
        100 * busyShare,
        commitStretch,
        simulatedSlots,
        simulatedImages,
        "-",
        "-",
        "-",
        100 * simulatedBusyShare,
        "-",
        1000 * unitSeconds);
  }
}
