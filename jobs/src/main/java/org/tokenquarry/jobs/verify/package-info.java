/** Proves a model bundle in this process, or on the machines of a cluster. */
package org.tokenquarry.jobs.verify;
