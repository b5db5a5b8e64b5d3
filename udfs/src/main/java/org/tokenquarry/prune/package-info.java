/**
 * Which visual tokens to keep: pruners behind one interface, and the probing of a redundancy
 * codebook in all its published variants.
 */
package org.tokenquarry.prune;
