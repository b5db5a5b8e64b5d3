/** Reckons what mining costs before it is begun. */
package org.tokenquarry.jobs.plan;
