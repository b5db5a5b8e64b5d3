package org.tokenquarry.jobs.mine;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.StageCount;

/**
 * What a mining run did. {@code images = alreadyMined + mined + quarantined}; the counts of tokens
 * are taken from the committed table, over all images mined with this model and these settings.
 *
 * @param images images that were to be mined
 * @param alreadyMined of these, mined by earlier runs with the same model and settings
 * @param mined of these, mined by this run
 * @param quarantined of these, quarantined
 * @param tokens probed tokens
 * @param stages the funnel, in the order of the stages
 * @param redundantTokens tokens that passed every stage
 * @param seconds wall time of this run
 * @param modelSeconds time inside the native calls of the model, summed over tasks. A task that was
 *     lost and run again counts each time that it ended
 * @param modelGflop operations of the model in 10^9, counted likewise; null if the bundle does not
 *     state its sizes
 */
public record MineSummary(
    long images,
    long alreadyMined,
    long mined,
    long quarantined,
    long tokens,
    List<StageCount> stages,
    long redundantTokens,
    double seconds,
    double modelSeconds,
    Double modelGflop)
    implements Summary {

  @Override
  public MineSummary again() {
    return new MineSummary(
        images,
        alreadyMined + mined,
        0,
        quarantined,
        tokens,
        stages,
        redundantTokens,
        0,
        0,
        modelGflop == null ? null : 0.0);
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d images mined in %.1f s, %.1f task-seconds in the model (%d before, %d quarantined); "
            + "%d of %d tokens are redundant",
        mined,
        seconds,
        modelSeconds,
        alreadyMined,
        quarantined,
        redundantTokens,
        tokens);
  }
}
