package org.tokenquarry.prune.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A published method that has constants.
 *
 * @param name its name in settings and tables
 * @param constants at least one, each with a name of its own
 * @param factory makes it from values of all constants
 * @param <P> what it makes
 */
public record TunableMethod<P>(
    String name, List<Constant> constants, Function<ConstantValues, P> factory) {

  /** Copies the list. */
  public TunableMethod {
    constants = List.copyOf(constants);
  }

  /** The constant with a name; empty if there is none. */
  public Optional<Constant> constant(String of) {
    return constants.stream().filter(constant -> constant.name().equals(of)).findFirst();
  }

  /**
   * The form with these values.
   *
   * @param values of some constants, each within bounds; the others are as published
   */
  public PrunerForm form(Map<String, Double> values) {
    SortedMap<String, Double> changed = new TreeMap<>();
    for (Constant constant : constants) {
      Double value = values.get(constant.name());
      if (value != null && value.doubleValue() != constant.published()) {
        changed.put(constant.name(), value);
      }
    }
    return new PrunerForm(name, changed);
  }

  /** The name of the form with these values. */
  public String named(Map<String, Double> values) {
    return form(values).text();
  }

  /** Makes a form of this method. */
  public P made(PrunerForm form) {
    Map<String, Double> values = new TreeMap<>(form.changed());
    constants.forEach(constant -> values.putIfAbsent(constant.name(), constant.published()));
    return factory.apply(new ConstantValues(values));
  }

  /** How many forms there are if every constant takes each value that a search tries. */
  public long combinations() {
    return constants.stream()
        .mapToLong(constant -> 1 + constant.others().size())
        .reduce(1, Math::multiplyExact);
  }
}
