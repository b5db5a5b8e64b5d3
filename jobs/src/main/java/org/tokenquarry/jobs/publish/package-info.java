/** The verb {@code publish}: a candidate becomes the version that servers use. */
package org.tokenquarry.jobs.publish;
