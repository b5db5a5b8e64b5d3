package org.tokenquarry.prune.form;

import java.util.Map;

/**
 * The values of all constants of a method.
 *
 * @param byName each within the bounds of its constant
 */
public record ConstantValues(Map<String, Double> byName) {

  /** Copies the map. */
  public ConstantValues {
    byName = Map.copyOf(byName);
  }

  /** The value of a constant that the method has. */
  public double number(String name) {
    return byName.get(name);
  }

  /** The value of a constant that the method has and that is a whole number. */
  public int whole(String name) {
    return (int) number(name);
  }
}
