package org.tokenquarry.jobs.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them: three significant digits, percentages, grouped counts. */
final class Figures {

  /** Narrow, and no line breaks at it. */
  private static final String THIN = "\u202f";

  private static final MathContext THREE = new MathContext(3);
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Figures() {}

  /** Three significant digits, as a power of ten where that is shorter; a dash for NaN. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : String.valueOf(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE);
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -3 && exponent < 5) {
      return minus(rounded.stripTrailingZeros().toPlainString());
    }
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return minus(mantissa) + THIN + "×" + THIN + powerOfTen(exponent);
  }

  /** A change, with two decimals and its sign. */
  static String signed(double change) {
    String digits = String.format(Locale.ROOT, "%+.2f", change);
    return Double.isNaN(change) ? "–" : minus(digits.matches("[+-]0\\.00") ? "0.00" : digits);
  }

  /** A change of a fraction, in percentage points. */
  static String points(double change) {
    return Double.isNaN(change) ? "–" : signed(change * 100) + THIN + "pp";
  }

  /** 10 with a raised exponent. */
  static String powerOfTen(int exponent) {
    StringBuilder raised = new StringBuilder("10");
    if (exponent < 0) {
      raised.append('⁻');
    }
    String.valueOf(Math.abs(exponent))
        .chars()
        .forEach(digit -> raised.append(SUPERSCRIPTS.charAt(digit - '0')));
    return raised.toString();
  }

  /** A fraction as a percentage: two decimals below ten, one above, none at 0 and 100. */
  static String percent(double fraction) {
    if (Double.isNaN(fraction)) {
      return "–";
    }
    double percent = fraction * 100;
    int decimals = fraction == 0 || fraction == 1 ? 0 : Math.abs(percent) < 9.995 ? 2 : 1;
    return minus(String.format(Locale.ROOT, "%." + decimals + "f", percent)) + THIN + "%";
  }

  /** Two fractions as an interval in percent, to one decimal. */
  static String interval(double low, double high) {
    return minus(String.format(Locale.ROOT, "%.1f", low * 100))
        + " to "
        + minus(String.format(Locale.ROOT, "%.1f", high * 100))
        + THIN
        + "%";
  }

  /** A budget: whole percents where they are whole. */
  static String budget(double keep) {
    BigDecimal percent = new BigDecimal(keep * 100).round(THREE).stripTrailingZeros();
    return percent.toPlainString() + THIN + "%";
  }

  /** A count with its thousands apart. */
  static String count(long value) {
    return minus(String.format(Locale.ROOT, "%,d", value));
  }

  /** A part of a whole as a percentage; a dash when the whole is nothing. */
  static String share(long part, long whole) {
    return whole == 0 ? "–" : percent((double) part / whole);
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }
}
