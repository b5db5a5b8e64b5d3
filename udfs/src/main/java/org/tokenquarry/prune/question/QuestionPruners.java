package org.tokenquarry.prune.question;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tokenquarry.prune.Codebook;
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
    return Stream.concat(
            PRUNERS.stream().map(QuestionPruner::name), Stream.of(RedundantMmtokPruner.NAME))
        .toList();
  }

  /** Names of further ones, which cost so much that nobody gets them without naming them. */
  public static List<String> onRequest() {
    return List.of(LeaveOneOutOracle.NAME);
  }

  /**
   * The method with a name; empty if there is none.
   *
   * @param codebook for those that read redundancy
   */
  public static Optional<QuestionPruner> named(String name, Codebook codebook) {
    return switch (name) {
      case LeaveOneOutOracle.NAME -> Optional.of(new LeaveOneOutOracle());
      case RedundantMmtokPruner.NAME ->
          Optional.of(new RedundantMmtokPruner(Mmtok.PUBLISHED, codebook));
      default -> PRUNERS.stream().filter(pruner -> pruner.name().equals(name)).findFirst();
    };
  }
}
