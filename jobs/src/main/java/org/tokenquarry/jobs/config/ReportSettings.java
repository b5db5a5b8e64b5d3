package org.tokenquarry.jobs.config;

/**
 * What the report shows.
 *
 * @param file the page that is written
 * @param images shown with their heat-map; 0 for none
 * @param prototypes shown at most
 * @param imageBytes of images are read at most, but always one image; at least 1
 * @param keep share of the visual tokens that the overlays keep
 */
public record ReportSettings(
    String file, int images, int prototypes, long imageBytes, double keep) {

  static ReportSettings from(Section in) {
    return new ReportSettings(
        in.text("file"),
        in.integer("images", Range.atLeast(0)),
        in.integer("prototypes", Range.atLeast(0)),
        in.bytes("imageBytes"),
        in.number("keep", Range.POSITIVE_FRACTION));
  }
}
