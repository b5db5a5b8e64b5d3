/** Held-out questions, as files hold them, for the jobs that ask them. */
package org.tokenquarry.jobs.question;
