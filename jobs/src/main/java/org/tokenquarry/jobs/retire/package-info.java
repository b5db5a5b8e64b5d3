/** The verb {@code retire}: takes a version out of use. */
package org.tokenquarry.jobs.retire;
