package org.tokenquarry.prune.form;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A method with its constants. Two forms of a method that differ in a constant are different
 * pruners, and each has rows of its own in an evaluation.
 *
 * @param method its name
 * @param changed the constants whose values are not the published ones
 */
public record PrunerForm(String method, SortedMap<String, Double> changed) {

  /** Copies the map. */
  public PrunerForm {
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
  }

  /** A method as published. */
  public static PrunerForm published(String method) {
    return new PrunerForm(method, new TreeMap<>());
  }

  /** The method that a text names, with constants or without. */
  public static String methodOf(String text) {
    int open = text.indexOf('(');
    return (open < 0 ? text : text.substring(0, open)).strip();
  }

  /**
   * How it stands in settings and in tables: {@code gprune} as published, {@code
   * gprune(steps=3,threshold=0.8)} otherwise, constants by name. Equal forms have equal texts.
   */
  public String text() {
    return changed.isEmpty()
        ? method
        : method
            + changed.entrySet().stream()
                .map(constant -> constant.getKey() + "=" + plain(constant.getValue()))
                .collect(Collectors.joining(",", "(", ")"));
  }

  /** A number without an exponent and without zeros at its end. */
  static String plain(double value) {
    BigDecimal number = BigDecimal.valueOf(value);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
