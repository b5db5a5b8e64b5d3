package org.tokenquarry.prune.form;

/** The values that a constant of a method may have. */
public final class Bounds {

  private final double low;
  private final double high;
  private final Kind kind;
  private final String words;

  private enum Kind {
    REAL,
    WHOLE
  }

  private Bounds(double low, double high, Kind kind, String words) {
    this.low = low;
    this.high = high;
    this.kind = kind;
    this.words = words;
  }

  /** All numbers from {@code low} to {@code high}, both included. */
  public static Bounds between(double low, double high) {
    return new Bounds(
        low,
        high,
        Kind.REAL,
        "a number from " + PrunerForm.plain(low) + " to " + PrunerForm.plain(high));
  }

  /** All numbers from {@code low}, which is included, to {@code high}, which is not. */
  public static Bounds below(double low, double high) {
    return new Bounds(
        low,
        Math.nextDown(high),
        Kind.REAL,
        "a number of at least " + PrunerForm.plain(low) + " and below " + PrunerForm.plain(high));
  }

  /** All finite numbers above {@code low}. */
  public static Bounds above(double low) {
    return new Bounds(
        Math.nextUp(low), Double.MAX_VALUE, Kind.REAL, "a number above " + PrunerForm.plain(low));
  }

  /** All finite numbers from {@code low}, which is included. */
  public static Bounds atLeast(double low) {
    return new Bounds(
        low, Double.MAX_VALUE, Kind.REAL, "a number of at least " + PrunerForm.plain(low));
  }

  /** All whole numbers from {@code low} to {@code high}, both included. */
  public static Bounds whole(int low, int high) {
    return new Bounds(low, high, Kind.WHOLE, "a whole number from " + low + " to " + high);
  }

  /** Says whether a value lies within; NaN does not. */
  public boolean contains(double value) {
    return value >= low && value <= high && (kind == Kind.REAL || value == Math.rint(value));
  }

  /** In words, such as {@code a number from 0 to 1}. */
  public String words() {
    return words;
  }
}
