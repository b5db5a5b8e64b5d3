/**
 * The verbs {@code list} and {@code show}: the versions of the codebook and where their prototypes
 * come from.
 */
package org.tokenquarry.jobs.show;
