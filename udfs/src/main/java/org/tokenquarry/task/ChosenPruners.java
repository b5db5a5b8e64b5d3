package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tokenquarry.error.UserException;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.PrunerCatalogue;
import org.tokenquarry.prune.RedundancyScore;
import org.tokenquarry.prune.TunablePruners;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.prune.question.QuestionPruners;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerPruners;
import org.tokenquarry.token.ImageFeatures;

/**
 * The pruners that are compared, in a form that can be sent to executors. {@link Shared}: all tasks
 * of an executor have one copy of each codebook.
 *
 * @param codebook that the pruners probe
 * @param names of the pruners, before or inside the language model, each at most once; a name with
 *     constants, such as {@code gprune(steps=3)}, is that of {@link PrunerForm#text}
 * @param seeds of the random pruner, which runs once with each
 * @param rivals other codebooks that are compared with this one
 */
public record ChosenPruners(
    Codebook codebook, List<String> names, List<Long> seeds, List<Rival> rivals)
    implements Serializable {

  /** Stands for every pruner as published. */
  static final String ALL = "all";

  private static final String PUBLISHED = RedundancyScore.LARGEST_COSINE.pruner();

  /**
   * Copies the lists, and writes each name as its form does.
   *
   * @throws UserException with all names that are not known and all constants that are not right:
   *     {@code pruner-unknown}, {@code constant-unknown}, {@code constant-invalid}
   */
  public ChosenPruners {
    names = written(names);
    seeds = List.copyOf(seeds);
    rivals = List.copyOf(rivals);
  }

  /** Without rivals. */
  public ChosenPruners(Codebook codebook, List<String> names, List<Long> seeds) {
    this(codebook, names, seeds, List.of());
  }

  /**
   * Another codebook, and how it is probed.
   *
   * @param name under which it is reported; begins with {@code codebook}
   * @param pruner name of the pruner that probes it
   * @param codebook the other one
   */
  public record Rival(String name, String pruner, Codebook codebook) implements Serializable {}

  /**
   * Replaces {@code all} by the names of all pruners as published, but those that only come by
   * their name ({@link QuestionPruners#onRequest}), and writes each name as its form does.
   *
   * @return each name once
   * @throws UserException as the constructor
   */
  public static List<String> expanded(List<String> names) {
    return written(
        names.stream().flatMap(name -> name.equals(ALL) ? listed() : Stream.of(name)).toList());
  }

  /**
   * A name as its form writes it. What names no method, such as the codebook of another version,
   * stays as it is.
   *
   * @throws UserException as the constructor, where the constants are not right
   */
  public static String written(String name) {
    return known().contains(PrunerForm.methodOf(name)) ? written(List.of(name)).get(0) : name;
  }

  private static List<String> written(List<String> names) {
    return FormReader.read(names, known()).stream().map(PrunerForm::text).distinct().toList();
  }

  /** Says whether this is the name of a pruner that probes a codebook. */
  public static boolean probesCodebook(String name) {
    return name.startsWith(PUBLISHED) && PrunerCatalogue.named(name).isPresent();
  }

  private static List<String> known() {
    return Stream.concat(listed(), QuestionPruners.onRequest().stream()).toList();
  }

  private static Stream<String> listed() {
    return Stream.of(
            PrunerCatalogue.entries().stream().map(PrunerCatalogue.Entry::name).toList(),
            TowerPruners.names(),
            QuestionPruners.names(),
            LayerPruners.names())
        .flatMap(List::stream);
  }

  /**
   * Makes the pruners that see the image alone, before the language model; they belong to one
   * thread.
   */
  public List<Pruner> pruners() {
    PrunerCatalogue.Parts parts = new PrunerCatalogue.Parts(codebook, seeds);
    Stream<Pruner> named =
        names.stream()
            .flatMap(name -> PrunerCatalogue.named(name).stream())
            .flatMap(entry -> entry.factory().apply(parts).stream());
    return Stream.of(named, tuned(TunablePruners.methods()), rivals.stream().map(this::pruner))
        .flatMap(Function.identity())
        .toList();
  }

  /** Makes the pruners that see parts of the vision side which not every bundle offers. */
  public List<TowerPruner> towerPruners() {
    return Stream.concat(
            names.stream().flatMap(name -> TowerPruners.named(name).stream()),
            tuned(TowerPruners.tunable()))
        .toList();
  }

  /** The names of the pruners that give each image its own share of a question's budget. */
  public Set<String> perImage() {
    return Stream.concat(
            pruners().stream().filter(Pruner::needsGrid).map(Pruner::name),
            towerPruners().stream().map(TowerPruner::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Makes the pruners that see the question too, before the language model. */
  public List<QuestionPruner> questionPruners() {
    return Stream.concat(
            names.stream().flatMap(name -> QuestionPruners.named(name, codebook).stream()),
            tuned(QuestionPruners.tunable()))
        .toList();
  }

  /**
   * Makes the pruners that run inside the language model.
   *
   * @param calibration of those that are calibrated; without it they are left out
   */
  public List<LayerPruner> layerPruners(LayerCalibration calibration) {
    return Stream.concat(
            names.stream().flatMap(name -> LayerPruners.named(name, calibration).stream()),
            tuned(LayerPruners.tunable()))
        .toList();
  }

  /** Those that have constants which are not the published ones. */
  private <P> Stream<P> tuned(List<TunableMethod<P>> methods) {
    return FormReader.read(names, known()).stream()
        .filter(form -> !form.changed().isEmpty())
        .flatMap(
            form ->
                methods.stream()
                    .filter(method -> method.name().equals(form.method()))
                    .map(method -> method.made(form)));
  }

  private Pruner pruner(Rival rival) {
    PrunerCatalogue.Parts parts = new PrunerCatalogue.Parts(rival.codebook(), seeds);
    List<Pruner> made = PrunerCatalogue.named(rival.pruner()).orElseThrow().factory().apply(parts);
    return new Renamed(rival.name(), made.get(0));
  }

  /** A pruner under another name. */
  private record Renamed(String name, Pruner pruner) implements Pruner {

    @Override
    public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
      return pruner.prune(image, budgets);
    }
  }
}
