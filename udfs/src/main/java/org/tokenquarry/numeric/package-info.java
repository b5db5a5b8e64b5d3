/**
 * Arithmetic that several packages need: sums over all pairs of vectors, order, quantiles, rows of
 * a flat array. Plain arrays; the same input gives the same bits.
 */
package org.tokenquarry.numeric;
