/**
 * Rules that need parts of the vision side that a bundle does not give: {@link
 * org.tokenquarry.prune.tower.PruMergeMerging} and {@link
 * org.tokenquarry.prune.tower.VisionZipMerging} merge features before the projector, by queries and
 * keys of the tower; {@link org.tokenquarry.prune.tower.ZooPrune} calls the projector alone.
 *
 * <p>No verb uses this package yet. Tests hold it to golden numbers of the authors' code. It is
 * meant for {@code evaluate}; {@code ArchitectureTest} holds that nothing else depends on it until
 * then.
 */
package org.tokenquarry.prune.tower;
