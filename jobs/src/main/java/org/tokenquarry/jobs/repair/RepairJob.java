package org.tokenquarry.jobs.repair;

import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.DoubledImages;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.UnevenFindings;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundleManifest;

/**
 * Mends what hands and other programs did to the tables. It only tells what it would do, unless
 * {@code repair.apply} is true.
 *
 * <p>Nothing is lost: of several rows of an image one stays, and findings that are removed are
 * those of images that {@code mine} then mines again, with the same result.
 *
 * <p>Input and output tables: {@code images}, {@code experiments}, {@code mined}. Example:
 *
 * <pre>{@code tokenquarry repair --apply --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse, or it belongs to another model ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class RepairJob implements Job<RepairSummary> {

  @Override
  public RepairSummary run(JobContext context) {
    context.bundle();
    boolean apply = context.settings().repair().apply();
    context.phases().uncounted("Looking for images with several rows");
    DoubledImages doubled = new DoubledImages(context.warehouse());
    long doubledImages = doubled.images();
    if (apply && doubledImages > 0) {
      doubled.removeExtra(context.info());
    }
    context.phases().uncounted("Looking for findings that are uneven");
    return new RepairSummary(apply, doubledImages, uneven(context, apply));
  }

  private static long uneven(JobContext context, boolean apply) {
    Warehouse warehouse = context.warehouse();
    RunInfo run = context.experimentInfo();
    UnevenFindings findings = new UnevenFindings(warehouse);
    BundleManifest model = context.bundle().manifest();
    int baseTokens = model.keepsShape() ? 0 : model.grid().size();
    long images = 0;
    for (String settings : findings.settings()) {
      OptionalInt probed =
          settings.equals(run.settingsDigest()) ? context.probedTokens() : OptionalInt.empty();
      // Kept, because it is computed from what is then removed.
      Dataset<Row> uneven = findings.of(settings, probed, baseTokens).localCheckpoint();
      long count = uneven.count();
      if (apply && count > 0) {
        findings.remove(settings, uneven, context.info(run.modelDigest(), settings));
      }
      images += count;
    }
    return images;
  }
}
