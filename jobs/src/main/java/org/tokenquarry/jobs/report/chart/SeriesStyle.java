package org.tokenquarry.jobs.report.chart;

/**
 * How a line looks: a class of the style sheet, which gives it colour and dashes, and a marker. No
 * two styles share a colour, dashes or a marker.
 *
 * @param name name of the class
 * @param marker path data around the origin; empty for {@link #REST}
 */
public record SeriesStyle(String name, String marker) {

  /** The style of all lines that are not highlighted: thin, grey, without a marker. */
  public static final SeriesStyle REST = new SeriesStyle("rest", "");

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

  /** The number of styles for highlighted lines. */
  public static final int COUNT = MARKERS.length;

  /**
   * One of the styles for highlighted lines.
   *
   * @param place from 0, below {@link #COUNT}
   */
  public static SeriesStyle of(int place) {
    return new SeriesStyle("s" + place, MARKERS[place]);
  }

  /** Whether lines of this style stand out. */
  public boolean highlighted() {
    return !equals(REST);
  }
}
