package org.tokenquarry.report;

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

  /** A fraction as a percentage with three significant digits; a dash for NaN. */
  static String percent(double fraction) {
    if (Double.isNaN(fraction)) {
      return "–";
    }
    BigDecimal percent = new BigDecimal(fraction * 100).round(THREE);
    int integerDigits = Math.max(percent.precision() - percent.scale(), 1);
    int decimals = fraction == 0 ? 0 : Math.max(0, 3 - integerDigits);
    return minus(String.format(Locale.ROOT, "%." + Math.min(decimals, 2) + "f", percent))
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
