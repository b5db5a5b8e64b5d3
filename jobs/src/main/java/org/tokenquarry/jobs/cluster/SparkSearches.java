package org.tokenquarry.jobs.cluster;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.cluster.DensityOrder;
import org.tokenquarry.cluster.FoundPairs;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.cluster.PointSearch;
import org.tokenquarry.cluster.PointSearches;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.spark.UnitFlow;
import org.tokenquarry.task.SearchBlocks;
import org.tokenquarry.task.Shared;
import org.tokenquarry.task.TokenBlocks;

/**
 * Searches of blocks as tasks of Spark. What a unit found is taken as soon as it has ended, so
 * results do not pile up.
 */
public final class SparkSearches implements PointSearches {

  private final SparkSession spark;
  private final ModelTasks tasks;
  private final SearchBlocks search;
  private final SparkProgress progress;
  private final Progress.Phase comparing;
  private final long tokens;
  private double compared;

  /**
   * Prepares searches.
   *
   * @param tasks what Spark gives to a task
   * @param search what a task does
   * @param progress shows how many tokens were compared with all others
   */
  public SparkSearches(
      SparkSession spark, ModelTasks tasks, SearchBlocks search, SparkProgress progress) {
    this.spark = spark;
    this.tasks = tasks;
    this.search = search;
    this.progress = progress;
    this.tokens = IntStream.of(search.blocks().sizes()).asLongStream().sum();
    this.comparing = progress.stepped("Clustering", Amount.tokens(tokens));
  }

  @Override
  public void neighbours(
      List<Stripe> stripes, PointSearch.Known known, Consumer<FoundPairs> found) {
    SearchBlocks task = search;
    try (Shared<PointSearch.Known> shared = Shared.with(spark, known)) {
      run(
          stripes,
          stripe -> task.neighbours(stripe, shared),
          pairs -> {
            found.accept(pairs);
            show(pairs.work().pairs());
          });
    }
  }

  /** Tokens whose share of all pairs was compared. */
  private void show(long pairs) {
    long before = (long) compared;
    compared += 2.0 * pairs / (tokens + 1);
    comparing.step((long) compared - before);
  }

  @Override
  public void denser(List<Climb> climbs, DensityOrder order, Consumer<FoundPairs> found) {
    progress.uncounted("Finding denser tokens");
    SearchBlocks task = search;
    try (Shared<DensityOrder> shared = Shared.with(spark, order)) {
      run(climbs, climb -> task.denser(climb, shared), found);
    }
  }

  @Override
  public void labels(int[] centres, Consumer<FoundPairs> found) {
    progress.uncounted("Finding the nearest centres");
    SearchBlocks task = search;
    TokenBlocks blocks = task.blocks();
    List<Integer> numbers = IntStream.range(0, blocks.sizes().length).boxed().toList();
    try (Shared<PointBlock> shared = Shared.with(spark, new PointBlock(0, blocks.read(centres)))) {
      run(numbers, block -> task.labels(block, shared), found);
    }
  }

  private <U extends Serializable> void run(
      List<U> units, UnitFlow.Work<U, FoundPairs> work, Consumer<FoundPairs> found) {
    new UnitFlow<>(
            spark.sparkContext(), tasks, work, new UnitFlow.Pace<>(Duration.ZERO, 0, result -> 1))
        .run(units, finished -> finished.forEach(found));
  }
}
