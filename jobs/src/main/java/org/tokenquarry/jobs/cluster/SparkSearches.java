package org.tokenquarry.jobs.cluster;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.cluster.BlockLayout;
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

/**
 * Searches of blocks as tasks of Spark. What a unit found is taken as soon as it has ended, so
 * results do not pile up.
 */
public final class SparkSearches implements PointSearches {

  private final SparkSession spark;
  private final ModelTasks tasks;
  private final SearchBlocks search;
  private final SparkProgress progress;
  private final BlockLayout layout;
  private final long tokens;

  /** Begins with the first comparison of neighbours. */
  private Progress.Phase comparing;

  private double compared;

  /**
   * Prepares searches.
   *
   * @param tasks what Spark gives to a task
   * @param search what a task does
   * @param layout of the blocks that it reads
   * @param progress shows how many tokens were compared with all others
   */
  public SparkSearches(
      SparkSession spark,
      ModelTasks tasks,
      SearchBlocks search,
      BlockLayout layout,
      SparkProgress progress) {
    this.spark = spark;
    this.tasks = tasks;
    this.search = search;
    this.layout = layout;
    this.progress = progress;
    this.tokens = layout.count();
  }

  @Override
  public void neighbours(
      List<Stripe> stripes, PointSearch.Known known, Consumer<FoundPairs> found) {
    SearchBlocks task = search;
    if (comparing == null) {
      comparing = progress.stepped("Clustering", Amount.tokens(tokens));
    }
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
    compared += tokens * (pairs / layout.pairs());
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
    nearest(new PointBlock(0, search.blocks().read(centres)), found);
  }

  /**
   * Finds the nearest of some vectors for all tokens; of equally near ones the first.
   *
   * @param vectors their numbers are columns of what is found; no element is larger in magnitude
   *     than those of all tokens
   */
  public void nearest(PointBlock vectors, Consumer<FoundPairs> found) {
    SearchBlocks task = search;
    List<Integer> blocks = IntStream.range(0, layout.sizes().length).boxed().toList();
    try (Shared<PointBlock> shared = Shared.with(spark, vectors)) {
      run(blocks, block -> task.labels(block, shared), found);
    }
  }

  private <U extends Serializable> void run(
      List<U> units, UnitFlow.Work<U, FoundPairs> work, Consumer<FoundPairs> found) {
    new UnitFlow<>(
            spark.sparkContext(), tasks, work, new UnitFlow.Pace<>(Duration.ZERO, 0, result -> 1))
        .run(units, finished -> finished.forEach(found));
  }
}
