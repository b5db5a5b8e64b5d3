package org.tokenquarry.jobs.progress;

/**
 * How much there is to do in a phase.
 *
 * @param count of units, at least 0; {@link #UNCOUNTED} where that is not known or says nothing
 * @param unit what is counted, in the plural: {@code images}, {@code tokens}, {@code questions}
 */
public record Amount(long count, String unit) {

  /** Work that is shown without a count. */
  public static final Amount UNCOUNTED = new Amount(-1, "");

  /** Images. */
  public static Amount images(long count) {
    return new Amount(count, "images");
  }

  /** Visual tokens. */
  public static Amount tokens(long count) {
    return new Amount(count, "tokens");
  }

  /** Questions. */
  public static Amount questions(long count) {
    return new Amount(count, "questions");
  }

  /** Whether there is something to count. */
  public boolean counted() {
    return count > 0;
  }
}
