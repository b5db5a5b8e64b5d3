/**
 * Fewer visual tokens: a codebook in all its published variants, and the methods of the literature
 * to hold it against, behind one interface.
 *
 * <p>{@link org.tokenquarry.prune.PrunerCatalogue} names them all; a further variant is a class
 * that implements {@link org.tokenquarry.prune.RankingPruner}, and an entry there.
 */
package org.tokenquarry.prune;
