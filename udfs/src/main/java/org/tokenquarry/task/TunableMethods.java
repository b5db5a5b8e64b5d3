package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.prune.TunablePruners;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.prune.question.QuestionPruners;
import org.tokenquarry.prune.tower.TowerPruners;

/** Every published method that has constants, wherever it works. */
public final class TunableMethods {

  private static final List<TunableMethod<?>> METHODS = collected();

  private TunableMethods() {}

  private static List<TunableMethod<?>> collected() {
    List<TunableMethod<?>> methods = new ArrayList<>(TunablePruners.methods());
    methods.addAll(TowerPruners.tunable());
    methods.addAll(QuestionPruners.tunable());
    methods.addAll(LayerPruners.tunable());
    return List.copyOf(methods);
  }

  /** All of them, in the order of lists and reports. */
  public static List<TunableMethod<?>> all() {
    return METHODS;
  }

  /** The one with a name; empty if there is none. */
  public static Optional<TunableMethod<?>> named(String name) {
    return METHODS.stream().filter(method -> method.name().equals(name)).findFirst();
  }

  /**
   * Those with these names.
   *
   * @param names {@code all} stands for every one
   * @throws org.tokenquarry.error.UserException with every name that is none of them
   */
  public static List<TunableMethod<?>> named(List<String> names) {
    boolean all = names.contains(ChosenPruners.ALL);
    List<String> unknown =
        names.stream()
            .filter(name -> !name.equals(ChosenPruners.ALL) && named(name).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw TaskErrors.notTunable(unknown, METHODS.stream().map(TunableMethod::name).toList());
    }
    return METHODS.stream().filter(method -> all || names.contains(method.name())).toList();
  }
}
