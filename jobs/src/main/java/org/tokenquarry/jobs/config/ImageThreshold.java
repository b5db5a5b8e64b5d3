package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of images, given as a count or as a share of those mined.
 *
 * @param amount images, or percent of the images
 * @param unit what {@code amount} counts
 */
public record ImageThreshold(double amount, Unit unit) {

  /** What an amount counts. */
  public enum Unit {
    /** Images. */
    COUNT,
    /** Percent of the mined images. */
    PERCENT
  }

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d+)?)\\s*%");

  /**
   * Reads a count such as {@code 64} or a share such as {@code 5%}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static ImageThreshold parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    if (matcher.group(1) != null) {
      return new ImageThreshold(Integer.parseInt(matcher.group(1)), Unit.COUNT);
    }
    double percent = Double.parseDouble(matcher.group(2));
    if (percent > 100) {
      throw new IllegalArgumentException(text);
    }
    return new ImageThreshold(percent, Unit.PERCENT);
  }

  /**
   * The number that a cluster's distinct images must exceed (strictly).
   *
   * @param minedImages all images that were mined, whether or not they hold a redundant token
   * @return the count itself, or the share rounded down
   */
  public int images(long minedImages) {
    return (int) (unit == Unit.COUNT ? amount : Math.floor(amount * minedImages / 100));
  }

  /** As it is written in settings, such as {@code 64} or {@code 5.0%}. */
  @JsonValue
  public String canonical() {
    return unit == Unit.COUNT ? Integer.toString((int) amount) : amount + "%";
  }
}
