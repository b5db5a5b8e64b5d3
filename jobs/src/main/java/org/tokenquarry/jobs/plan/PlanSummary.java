package org.tokenquarry.jobs.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.config.PlanSettings.Keep;
import org.tokenquarry.jobs.job.Summary;

/**
 * What mining, clustering and evaluating would cost. What is not said to be of another verb is of
 * {@code mine}.
 *
 * @param model name
 * @param preset whose experiments were reckoned
 * @param engine that would mine
 * @param images to be mined
 * @param patches visual tokens of those images
 * @param probed tokens of those images that are examined
 * @param stages what each stage costs for one image
 * @param gflopPerImage operations for one image in 10^9
 * @param gflopsPerSecond 10^9 operations a second of one slot, the mean over the work
 * @param rate {@code given} or {@code measured}
 * @param slots that compute at once
 * @param secondsPerImage of one slot
 * @param hours of all slots together
 * @param hoursPerMillionPatches of all slots together
 * @param memory of a device, for one task
 * @param tables on disk
 * @param shares where the shares of the tokens that pass each stage come from: {@code settings} or
 *     {@code warehouse}
 * @param keep these shares
 * @param cluster what {@code cluster} would cost
 * @param evaluate what {@code evaluate} would cost
 * @param driver what grows with the images in the driver
 */
public record PlanSummary(
    String model,
    String preset,
    String engine,
    long images,
    long patches,
    long probed,
    List<StageCost> stages,
    double gflopPerImage,
    double gflopsPerSecond,
    String rate,
    int slots,
    double secondsPerImage,
    double hours,
    double hoursPerMillionPatches,
    MemoryPlan memory,
    TablePlan tables,
    String shares,
    Keep keep,
    ClusterPlan cluster,
    EvaluatePlan evaluate,
    DriverPlan driver)
    implements Summary {

  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  /** Copies the list. */
  public PlanSummary {
    stages = List.copyOf(stages);
  }

  @Override
  public String text() {
    return format(
            "%s, preset %s, %s: %,d images, %,d patches, %,d of them probed, shares of the %s%n",
            model, preset, engine, images, patches, probed, shares)
        + stages.stream().map(PlanSummary::line).collect(Collectors.joining())
        + format("one image  %,.1f GFLOP, %.3g s%n", gflopPerImage, secondsPerImage)
        + format("rate       %,.1f GFLOP/s (%s), slots: %d%n", gflopsPerSecond, rate, slots)
        + format("time       %.3g h, %.3g h per million patches%n", hours, hoursPerMillionPatches)
        + format(
            "memory     %s: weights %s, keys and values %s, batch %s%n",
            size(memory.total()),
            size(memory.weights()),
            size(memory.keysValues()),
            size(memory.batch()))
        + format(
            "tables     %s: images %s, experiments %s, rows of images %s, prototypes %s at most%n",
            size(tables.total()),
            size(tables.images()),
            size(tables.experiments()),
            size(tables.thin()),
            size(tables.prototypes()))
        + clusterLines()
        + evaluateLines()
        + format(
            "driver     %,d units, %,d commits; memory: ingest %s, mine %s%n"
                + "           results of tasks: ingest %s, mine %s, evaluate %,d rows",
            driver.units(),
            driver.commits(),
            size(driver.ingestBytes()),
            size(driver.mineBytes()),
            size(driver.ingestResultBytes()),
            size(driver.mineResultBytes()),
            evaluate.rows());
  }

  private String clusterLines() {
    return format(
        "cluster    %,d of %,d redundant tokens%s, %,.1f GFLOP, %.3g h at %,.1f GFLOP/s%n"
            + "           %,d tasks with blocks of %,d tokens read %s; driver %s%n",
        cluster.tokens(),
        cluster.redundantTokens(),
        cluster.cells() == 1 ? "" : format(" in %,d cells", cluster.cells()),
        cluster.gflop(),
        cluster.hours(),
        cluster.gflopsPerSecond(),
        cluster.tasks(),
        cluster.blockTokens(),
        size(cluster.bytesRead()),
        size(cluster.driverBytes()));
  }

  private String evaluateLines() {
    return format(
        "evaluate   %,d questions about %,d images with %d choices of tokens each,"
            + " %,.1f GFLOP, %.3g h%n",
        evaluate.questions(),
        evaluate.images(),
        evaluate.choices(),
        evaluate.gflop(),
        evaluate.hours());
  }

  private static String size(long bytes) {
    return bytes < GIGA ? format("%,.1f MB", bytes / MEGA) : format("%,.1f GB", bytes / GIGA);
  }

  private static String line(StageCost stage) {
    return format(
        "  %-14s %8.1f sequences %10.0f tokens %12.1f GFLOP an image%n",
        stage.name(), stage.sequences(), stage.tokens(), stage.gflop());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
