package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.RegistryErrors;
import org.tokenquarry.jobs.table.RegistryState;
import org.tokenquarry.jobs.table.RowCount;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** Checks a version against the conditions of publication. */
final class Gate {

  private final Warehouse warehouse;
  private final PublishSettings settings;
  private final RegistryState registry;

  Gate(Warehouse warehouse, PublishSettings settings, RegistryState registry) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.registry = registry;
  }

  /**
   * What the gate found.
   *
   * @param questionSet the questions whose metrics were judged; empty if there are none
   * @param problems every condition that the version does not meet; empty if it may be published
   */
  record Verdict(Optional<String> questionSet, List<Problem> problems) {}

  /** Checks a version against every condition. */
  Verdict judge(CodebookVersion candidate) {
    List<Problem> problems = new ArrayList<>();
    withdrawn(candidate, problems);
    prototypes(candidate, problems);
    quarantined(candidate, problems);
    EvaluatedSets evaluations = new EvaluatedSets(warehouse);
    List<EvaluatedSet> sets = evaluations.of(candidate.version());
    Optional<EvaluatedSet> judged =
        sets.stream()
            .filter(EvaluatedSet::answered)
            .filter(set -> settings.questionSet().map(set.name()::equals).orElse(true))
            .findFirst();
    if (judged.isPresent()) {
      JudgedMetrics metrics = JudgedMetrics.of(candidate, judged.get(), evaluations);
      problems.addAll(new MetricFloors(settings).problems(metrics));
      problems.addAll(comparisons(candidate).problems(metrics));
    } else if (settings.requireEvaluation() || settings.questionSet().isPresent()) {
      problems.add(GateRefusals.notEvaluated(candidate, sets, settings));
    }
    return new Verdict(judged.map(EvaluatedSet::name), problems);
  }

  private RivalComparisons comparisons(CodebookVersion candidate) {
    return new RivalComparisons(
        settings,
        candidate,
        registry
            .of(AliasName.CHAMPION)
            .filter(champion -> champion.version() != candidate.version()));
  }

  /** A night must not bring back what somebody has taken away. */
  private void withdrawn(CodebookVersion candidate, List<Problem> problems) {
    if (candidate.retiredAt() != null) {
      problems.add(RegistryErrors.retired(candidate));
    } else {
      registry
          .aliases()
          .takenBack(AliasName.CHAMPION, candidate.version())
          .ifPresent(
              move -> problems.add(RegistryErrors.rolledBack(candidate.version(), move.movedAt())));
    }
  }

  private void prototypes(CodebookVersion candidate, List<Problem> problems) {
    if (candidate.prototypes() < settings.minPrototypes()) {
      problems.add(GateRefusals.tooFewPrototypes(candidate, settings.minPrototypes()));
    }
  }

  /** The share of quarantined sources and images. */
  private void quarantined(CodebookVersion candidate, List<Problem> problems) {
    Quarantine.Count count =
        new Quarantine(warehouse).count(candidate.modelDigest(), candidate.experimentDigest());
    long quarantined = count.sources() + count.images();
    // The table images has what mine quarantined, but not the sources that ingest quarantined.
    long images = RowCount.of(warehouse, Tables.IMAGES) + count.sources();
    double share = images == 0 ? 0 : (double) quarantined / images;
    if (share > settings.maxQuarantinedShare()) {
      problems.add(
          GateRefusals.tooManyQuarantined(
              quarantined, images, share, settings.maxQuarantinedShare()));
    }
  }
}
