package org.tokenquarry.jobs.cluster;

import java.util.List;
import org.tokenquarry.cluster.BlockLayout;
import org.tokenquarry.cluster.BlockedDpcKnn;
import org.tokenquarry.cluster.Cells;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.PairWork;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.jobs.config.PartitionSettings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.task.SearchBlocks;
import org.tokenquarry.token.TokenMatrix;

/** DPC-kNN over staged tokens: exact, or with neighbours looked for within cells only. */
public final class TokenClustering {

  private final JobContext context;
  private final DpcKnnSettings settings;
  private final StagedTokens.Place place;

  /**
   * Prepares a clustering.
   *
   * @param place where tokens may be written once more
   */
  public TokenClustering(JobContext context, DpcKnnSettings settings, StagedTokens.Place place) {
    this.context = context;
    this.settings = settings;
    this.place = place;
  }

  /**
   * Clusters that were found.
   *
   * @param clustering of the tokens as they were staged
   * @param cells how many there were; 1 for an exact clustering
   * @param work what the comparisons cost
   */
  public record Found(Clustering clustering, int cells, PairWork work) {}

  /** Compares all tokens with all. */
  public Found exact(StagedTokens staged) {
    return within(staged, BlockLayout.oneCell(staged.blocks().sizes()), PairWork.NONE);
  }

  /**
   * Divides the tokens into cells by k-means, and looks for neighbours within a cell.
   *
   * @param keys of the tokens, in their order
   * @param partition with a number of cells; there are fewer if fewer vectors are distinct
   */
  public Found partitioned(StagedTokens staged, List<TokenKey> keys, PartitionSettings partition) {
    context.phases().uncounted("Dividing the tokens into cells");
    TokenMatrix centres = CellCentres.of(context.spark(), staged.blocks(), keys, partition.parts());
    int[] nearest = new int[keys.size()];
    PairWork[] work = {PairWork.NONE};
    searches(staged)
        .nearest(
            new PointBlock(0, centres),
            found -> {
              work[0] = work[0].plus(found.work());
              for (int p = 0; p < found.rows().length; p++) {
                nearest[found.rows()[p]] = found.columns()[p];
              }
            });
    Cells cells = Cells.around(nearest, centres, partition.cells(), settings.neighbours());
    BlockLayout layout = cells.layout(place.tokens(staged.blocks().dim()));
    try (StagedTokens moved =
        staged.moved(context.spark(), cells, layout, place.beside("-cells"))) {
      Found found = within(moved, layout, work[0]);
      return new Found(cells.named(found.clustering()), found.cells(), found.work());
    }
  }

  private Found within(StagedTokens staged, BlockLayout layout, PairWork before) {
    BlockedDpcKnn dpcKnn = new BlockedDpcKnn(settings, layout, searches(staged, layout));
    Clustering clustering = dpcKnn.cluster();
    return new Found(clustering, layout.cells().length, before.plus(dpcKnn.work()));
  }

  /** Searches of all tokens, whatever their cells. */
  public SparkSearches searches(StagedTokens staged) {
    return searches(staged, BlockLayout.oneCell(staged.blocks().sizes()));
  }

  private SparkSearches searches(StagedTokens staged, BlockLayout layout) {
    return new SparkSearches(
        context.spark(),
        context.modelTasks(),
        new SearchBlocks(staged.blocks(), staged.space(), context.settings().model().device()),
        layout,
        context.phases());
  }
}
