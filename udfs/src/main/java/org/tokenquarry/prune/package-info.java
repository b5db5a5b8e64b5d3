/**
 * Pruning of visual tokens: by a codebook with all published scores, and by other published methods
 * to compare with, behind one interface.
 *
 * <p>{@link org.tokenquarry.prune.PrunerCatalogue} lists them all. To add one, implement {@link
 * org.tokenquarry.prune.RankingPruner}, and add an entry there.
 *
 * <p>Rules that no verb uses yet: {@link org.tokenquarry.prune.variant} without a budget, {@link
 * org.tokenquarry.prune.question} by the question, {@link org.tokenquarry.prune.tower} inside the
 * vision side.
 */
package org.tokenquarry.prune;
