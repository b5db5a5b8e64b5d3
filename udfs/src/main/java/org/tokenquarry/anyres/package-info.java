/**
 * Images as several tiles, as LLaVA-NeXT and LLaVA-OneVision see them: which canvas an image is
 * brought to, and in which order the tiles' visual tokens reach the language model.
 */
package org.tokenquarry.anyres;
