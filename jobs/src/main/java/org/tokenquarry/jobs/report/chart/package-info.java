/**
 * Charts as inline SVG. They take numbers, names and styles, and know neither codebooks nor tables
 * nor models. The class names in the SVG are those of the page's style sheet.
 */
package org.tokenquarry.jobs.report.chart;
