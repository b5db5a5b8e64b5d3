/** Measurements that anyone can run: engines side by side, the pipeline at several sizes. */
package org.tokenquarry.jobs.bench;
