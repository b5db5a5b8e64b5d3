/**
 * Pruning of visual tokens: by a codebook with all published scores, and by other published methods
 * to compare with, behind one interface.
 *
 * <p>{@link org.tokenquarry.prune.PrunerCatalogue} lists them all. To add one, implement {@link
 * org.tokenquarry.prune.RankingPruner}, and add an entry there.
 */
package org.tokenquarry.prune;
