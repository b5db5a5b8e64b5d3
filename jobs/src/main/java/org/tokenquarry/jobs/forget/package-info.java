/** The verb {@code forget}: removes images and everything that was found of them. */
package org.tokenquarry.jobs.forget;
