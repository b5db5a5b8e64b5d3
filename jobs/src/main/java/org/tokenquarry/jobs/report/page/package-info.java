/** The page: plain records in, one self-contained HTML text out. */
package org.tokenquarry.jobs.report.page;
