/**
 * From an image to the visual tokens of all its tiles, and to the sequence that a model with tiles
 * receives. {@code CheckpointGoldenTest} and {@code TileCutterTest} hold it to the numbers of the
 * reference implementation.
 */
package org.tokenquarry.tiles;
