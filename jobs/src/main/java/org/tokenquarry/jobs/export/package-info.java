/** The verb {@code export}: a codebook as files for inference servers. */
package org.tokenquarry.jobs.export;
