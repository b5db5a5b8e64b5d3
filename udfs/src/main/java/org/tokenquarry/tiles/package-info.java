/**
 * From an image to the visual tokens of all its tiles, and to the sequence that a model with tiles
 * receives.
 *
 * <p>No verb uses this package yet: experiments and evaluation see the base view alone. Today it is
 * used by {@code CheckpointGoldenTest} and {@code TileCutterTest}, which hold it to the numbers of
 * the reference implementation. It is meant for {@code evaluate} over tiles. {@code
 * ArchitectureTest} holds that nothing else depends on it.
 */
package org.tokenquarry.tiles;
