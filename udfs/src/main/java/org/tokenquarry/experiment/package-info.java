/**
 * The leave-one-out experiments: the language model's answer to one visual token alone, to its
 * region with and without the token, and to the image with and without the region (arXiv
 * 2503.20540, section 3).
 */
package org.tokenquarry.experiment;
