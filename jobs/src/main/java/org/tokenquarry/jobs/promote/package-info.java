/** The verb {@code promote}: lets an alias stand for a version. */
package org.tokenquarry.jobs.promote;
