package org.tokenquarry.prune.question;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.prune.form.TunableMethod;

/** Every method that chooses visual tokens by the question, before the language model, by name. */
public final class QuestionPruners {

  private static final List<QuestionPruner> PRUNERS =
      List.of(WordsCdPruner.OPENVINO, new MmtokPruner(Mmtok.PUBLISHED));

  private QuestionPruners() {}

  /** Those that have constants. */
  public static List<TunableMethod<QuestionPruner>> tunable() {
    return List.of(WordsCdPruner.TUNABLE, MmtokPruner.TUNABLE);
  }

  /** All names, in the order of help and reports. */
  public static List<String> names() {
    return PRUNERS.stream().map(QuestionPruner::name).toList();
  }

  /** The method with a name; empty if there is none. */
  public static Optional<QuestionPruner> named(String name) {
    return PRUNERS.stream().filter(pruner -> pruner.name().equals(name)).findFirst();
  }
}
