/**
 * Proves that a model bundle computes on this machine and device what it is meant to: the same
 * twice, by every method, and as eager torch did where the bundle tells.
 */
package org.tokenquarry.proof;
