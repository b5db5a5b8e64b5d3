/**
 * How much an answer changes: head vocabulary, top-1 probability and two divergences between
 * first-token logits, as plain arithmetic.
 */
package org.tokenquarry.divergence;
