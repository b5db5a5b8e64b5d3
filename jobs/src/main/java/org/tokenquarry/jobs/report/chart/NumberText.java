package org.tokenquarry.jobs.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text for readers: three significant digits, percentages, grouped counts. */
public final class NumberText {

  /** A narrow space at which no line breaks. */
  private static final String THIN = "\u202f";

  private static final MathContext THREE = new MathContext(3);
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private NumberText() {}

  /**
   * A number with three significant digits, very small and large ones with a power of ten; a dash
   * for NaN.
   */
  public static String number(double value) {
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

  /** A change with its sign and two decimals; a dash for NaN. */
  public static String signed(double change) {
    String digits = String.format(Locale.ROOT, "%+.2f", change);
    return Double.isNaN(change) ? "–" : minus(digits.matches("[+-]0\\.00") ? "0.00" : digits);
  }

  /** A change of a fraction in percentage points; a dash for NaN. */
  public static String points(double change) {
    return Double.isNaN(change) ? "–" : signed(change * 100) + THIN + "pp";
  }

  /** 10 with a superscript exponent. */
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

  /**
   * A fraction as a percentage: two decimals below 10 %, one from there on, none at 0 % and 100 %;
   * a dash for NaN.
   */
  public static String percent(double fraction) {
    if (Double.isNaN(fraction)) {
      return "–";
    }
    double percent = fraction * 100;
    int decimals = fraction == 0 || fraction == 1 ? 0 : Math.abs(percent) < 9.995 ? 2 : 1;
    return minus(String.format(Locale.ROOT, "%." + decimals + "f", percent)) + THIN + "%";
  }

  /** An interval between two fractions, in percent with one decimal. */
  public static String interval(double low, double high) {
    return minus(String.format(Locale.ROOT, "%.1f", low * 100))
        + " to "
        + minus(String.format(Locale.ROOT, "%.1f", high * 100))
        + THIN
        + "%";
  }

  /** A fraction as a short percentage: at most three digits, none of them a final zero. */
  public static String shortPercent(double fraction) {
    BigDecimal percent = new BigDecimal(fraction * 100).round(THREE).stripTrailingZeros();
    return percent.toPlainString() + THIN + "%";
  }

  /** A count with its thousands grouped. */
  public static String count(long value) {
    return minus(String.format(Locale.ROOT, "%,d", value));
  }

  /** A part of a whole as a percentage; a dash if the whole is 0. */
  public static String share(long part, long whole) {
    return whole == 0 ? "–" : percent((double) part / whole);
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }
}
