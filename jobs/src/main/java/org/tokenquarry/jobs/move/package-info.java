/** The verb {@code move}: gives images another use. */
package org.tokenquarry.jobs.move;
