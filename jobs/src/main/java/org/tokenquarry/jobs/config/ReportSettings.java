package org.tokenquarry.jobs.config;

/**
 * What the report shows.
 *
 * @param file the page that is written
 * @param images shown with their heat-map; 0 for none
 * @param prototypes shown at most
 * @param keep share of the visual tokens that the overlays keep
 */
public record ReportSettings(String file, int images, int prototypes, double keep) {

  static ReportSettings from(Section in) {
    return new ReportSettings(
        in.text("file"),
        in.integer("images", Range.atLeast(0)),
        in.integer("prototypes", Range.atLeast(0)),
        in.number("keep", Range.POSITIVE_FRACTION));
  }
}
