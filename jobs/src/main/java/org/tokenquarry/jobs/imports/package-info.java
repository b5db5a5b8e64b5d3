/** The verb {@code import}: a codebook that was made elsewhere becomes a version. */
package org.tokenquarry.jobs.imports;
