/** Proves an exported codebook: its files, its test vectors, and its signature. */
package org.tokenquarry.jobs.verifyexport;
