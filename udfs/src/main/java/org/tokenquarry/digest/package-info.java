/** Digests, by which content is identified. */
package org.tokenquarry.digest;
