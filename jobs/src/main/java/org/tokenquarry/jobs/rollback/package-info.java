/** The verb {@code rollback}: lets an alias stand again for the version before. */
package org.tokenquarry.jobs.rollback;
