/**
 * The command line: verbs, exit codes, and what is printed where.
 *
 * <p>Standard output carries the summary and nothing else; logs, progress and errors go to standard
 * error.
 */
package org.tokenquarry.jobs.cli;
