/** The page of the report: what it holds, as records, and how it is rendered as one HTML file. */
package org.tokenquarry.jobs.report.page;
