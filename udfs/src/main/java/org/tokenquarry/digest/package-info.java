/** Identity by content. */
package org.tokenquarry.digest;
