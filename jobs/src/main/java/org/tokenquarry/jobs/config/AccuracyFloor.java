package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The smallest relative accuracy that a version must reach at a keep ratio.
 *
 * @param keep share of the visual tokens kept, in (0, 1]
 * @param relative accuracy relative to the unpruned model at least, 1 = equal
 */
public record AccuracyFloor(double keep, double relative) {

  private static final String NUMBER = "(\\d+(?:\\.\\d+)?)\\s*(%?)";
  private static final Pattern FORM = Pattern.compile(NUMBER + "\\s*:\\s*" + NUMBER);
  private static final double PERCENT = 100;

  /**
   * Reads {@code 20%: 0.95} or {@code 0.2: 95%}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static AccuracyFloor parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    AccuracyFloor floor =
        new AccuracyFloor(
            share(matcher.group(1), matcher.group(2)), share(matcher.group(3), matcher.group(4)));
    if (!Range.POSITIVE_FRACTION.contains(floor.keep())) {
      throw new IllegalArgumentException(text);
    }
    return floor;
  }

  private static double share(String number, String unit) {
    return unit.isEmpty() ? Double.parseDouble(number) : Double.parseDouble(number) / PERCENT;
  }

  /** As it is written in settings, such as {@code 0.2: 0.95}. */
  @JsonValue
  public String canonical() {
    return keep + ": " + relative;
  }
}
