package org.tokenquarry.jobs.forget;

import java.util.List;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.ImageTraces;
import org.tokenquarry.jobs.table.NamedImages;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Removes images, their bytes and everything that was found of them, and keeps them from being
 * taken in again. Codebooks are immutable: those that rest on the images are named, and it is for
 * the user to retire them and to make new ones. A run that was cut off is repeated.
 *
 * <p>Input and output tables: {@code images}, {@code contents}, {@code sources}, {@code
 * experiments}, {@code mined}, {@code quarantine}, {@code forgotten}. Example:
 *
 * <pre>{@code tokenquarry forget 9f86d081884c --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse, or a word stands for no image or for several ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class ForgetJob implements Job<ForgetSummary> {

  @Override
  public ForgetSummary run(JobContext context) {
    Warehouse warehouse = context.existingWarehouse();
    context.phases().uncounted("Looking for the images");
    List<String> ids = new NamedImages(warehouse).ids(context.settings().forget().images());
    ImageTraces traces = new ImageTraces(warehouse, ids, context.info());
    List<ImageTraces.Use> uses = traces.uses();
    context.phases().uncounted("Removing the images");
    traces.forget();
    return new ForgetSummary(ids, uses);
  }
}
