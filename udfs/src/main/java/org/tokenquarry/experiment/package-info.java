/**
 * The leave-one-out experiments: what the language model says about one visual token alone, about
 * its region with and without it, and about the image with and without the region (arXiv
 * 2503.20540, section 3).
 */
package org.tokenquarry.experiment;
