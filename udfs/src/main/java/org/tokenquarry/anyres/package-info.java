/**
 * Images as several tiles, as LLaVA-NeXT and LLaVA-OneVision see them: the canvas of an image, and
 * in which order the tiles' visual tokens reach the language model. Plain arithmetic on sizes and
 * arrays.
 *
 * <p>Every verb that opens a bundle reads {@link org.tokenquarry.anyres.TileRule}. The other
 * classes are used by {@code org.tokenquarry.tiles} alone, which no verb uses yet; {@code
 * ArchitectureTest} holds this.
 */
package org.tokenquarry.anyres;
