/**
 * From redundant tokens to prototypes: DPC-kNN, the context-independent condition, and the forms of
 * prototypes. Plain arithmetic on arrays.
 */
package org.tokenquarry.cluster;
