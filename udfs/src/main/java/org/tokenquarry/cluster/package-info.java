/**
 * From scores to prototypes: DPC-kNN, the conditions that make a token a candidate, and the
 * context-independent condition. Plain arithmetic on arrays.
 */
package org.tokenquarry.cluster;
