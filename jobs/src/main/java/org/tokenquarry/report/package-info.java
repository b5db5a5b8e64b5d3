/**
 * The report of a codebook run: one HTML file that needs nothing else, neither network nor script.
 *
 * <p>{@link org.tokenquarry.report.ReportModel} is plain data; {@link
 * org.tokenquarry.report.ReportPage} turns it into the page. Charts are drawn as inline SVG,
 * coloured by the page's style sheet.
 */
package org.tokenquarry.report;
