/**
 * Methods that work before the projector: {@link org.tokenquarry.prune.tower.PruMergePruner} and
 * {@link org.tokenquarry.prune.tower.VisionZipPruner} merge ViT features by queries and keys of the
 * tower; {@link org.tokenquarry.prune.tower.ZooPruner} probes the projector. Not every bundle
 * offers what they need; {@link org.tokenquarry.prune.tower.TowerPruners} names them all.
 */
package org.tokenquarry.prune.tower;
