package org.tokenquarry.jobs.move;

import java.util.List;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.ImageTraces;
import org.tokenquarry.jobs.table.NamedImages;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Gives images another use: to be mined, or to judge codebooks. What was mined of an image is
 * removed before it is held out, so that no later codebook is judged by an image that it was mined
 * from. Versions that were mined from it are named.
 *
 * <p>Input and output tables: {@code images}, {@code experiments}, {@code mined}. Example:
 *
 * <pre>{@code tokenquarry move 9f86d081884c --split heldout --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse, or a word stands for no image or for several ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class MoveJob implements Job<MoveSummary> {

  @Override
  public MoveSummary run(JobContext context) {
    Warehouse warehouse = context.existingWarehouse();
    context.phases().uncounted("Looking for the images");
    List<String> ids = new NamedImages(warehouse).ids(context.settings().move().images());
    String split = context.settings().move().split();
    ImageTraces traces = new ImageTraces(warehouse, ids, context.info());
    List<ImageTraces.Use> uses = traces.uses();
    context.phases().uncounted("Moving the images");
    if (split.equals(Split.HELDOUT)) {
      traces.removeFindings();
    }
    traces.moveTo(split);
    return new MoveSummary(ids, split, uses);
  }
}
