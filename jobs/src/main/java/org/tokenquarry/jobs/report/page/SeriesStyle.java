package org.tokenquarry.jobs.report.page;

/**
 * How a highlighted line looks: a class of the style sheet (colour and dashes) and a marker. All
 * three differ from those of any other style. The rest are thin and grey, without a marker.
 *
 * @param name of the class
 * @param marker path data around the origin
 */
record SeriesStyle(String name, String marker) {

  /** The class of lines that are not highlighted. */
  static final String REST = "rest";

  private static final String[] MARKERS = {
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
    "M-3.5-3.5h7v7h-7Z",
    "M0-4.6L4.2 3.4h-8.4Z",
    "M0-4.8L4.8 0L0 4.8L-4.8 0Z",
    "M0 4.6L4.2-3.4h-8.4Z",
    "M-1.4-4.4h2.8v3h3v2.8h-3v3h-2.8v-3h-3v-2.8h3Z",
    "M-4.6-1.8h9.2v3.6h-9.2Z",
    "M-1.8-4.6h3.6v9.2h-3.6Z",
  };

  /** How many styles there are. */
  static final int COUNT = MARKERS.length;

  /**
   * One of the styles.
   *
   * @param place from 0, below {@link #COUNT}
   */
  static SeriesStyle of(int place) {
    return new SeriesStyle("s" + place, MARKERS[place]);
  }
}
