/**
 * Pruning of visual tokens: by a codebook with all published scores, and by other published methods
 * to compare with, behind one interface.
 *
 * <p>{@link org.tokenquarry.prune.PrunerCatalogue} lists them all. To add one, implement {@link
 * org.tokenquarry.prune.RankingPruner}, and add an entry there.
 *
 * <p>{@link org.tokenquarry.prune.question} has methods that read the question, {@link
 * org.tokenquarry.prune.tower} those that need parts of the vision side which not every bundle
 * offers, {@link org.tokenquarry.prune.form} those with other constants than the published ones,
 * {@link org.tokenquarry.prune.variant} rules without a budget, which no verb uses yet.
 */
package org.tokenquarry.prune;
