/**
 * The verb {@code mine}: the experiments on every image, in executors, into the table {@code
 * experiments}.
 */
package org.tokenquarry.jobs.mine;
