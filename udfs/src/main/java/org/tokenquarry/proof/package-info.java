/**
 * Proves that a model bundle computes the right numbers on this machine and device: the same twice,
 * the same by every method, and those of eager torch where the bundle has them.
 */
package org.tokenquarry.proof;
