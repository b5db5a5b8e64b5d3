/** The verb {@code publish}: makes a candidate the version that servers use. */
package org.tokenquarry.jobs.publish;
