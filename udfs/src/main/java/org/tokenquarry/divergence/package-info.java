/**
 * How much an answer changes: head vocabulary, top-1 probability, and two divergences between
 * first-token logits. Plain arithmetic on arrays.
 */
package org.tokenquarry.divergence;
