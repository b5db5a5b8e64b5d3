package org.tokenquarry.config;

/**
 * What the report shows.
 *
 * @param file the page that is written
 * @param images shown with their heat-map; 0 for none
 */
public record ReportSettings(String file, int images) {

  static ReportSettings from(Section in) {
    return new ReportSettings(in.text("file"), in.integer("images", Range.atLeast(0)));
  }
}
