package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.cluster.ClusteredPool;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.ContentDigest;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.MinedImages;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.StageCount;

/**
 * Clusters the redundant tokens of all images and keeps the clusters that recur in many: a
 * candidate codebook.
 *
 * <p>Input tables: {@code mined}, {@code experiments} of one model and settings. Output tables:
 * {@code codebooks}, {@code prototypes}, {@code aliases}. Example:
 *
 * <pre>{@code tokenquarry cluster --warehouse warehouse}</pre>
 *
 * <p>Failure modes: nothing was mined, or a condition leaves no prototype ({@link
 * org.tokenquarry.error.UserException}, which names the condition); another run took the version
 * number ({@link org.tokenquarry.jobs.table.ConcurrentRunException}). If there is a version with
 * the same content and settings, it is returned and nothing is written. If the table {@code
 * prototypes} no longer holds what that version was made of, its prototypes are written again.
 */
public final class ClusterJob implements Job<ClusterSummary> {

  private static final String SPACE = "projected";

  @Override
  public ClusterSummary run(JobContext context) {
    RunInfo run = context.experimentInfo();
    context.phases().uncounted("Reading redundant tokens");
    Dataset<Row> experiments =
        context.warehouse().experiments(run.modelDigest(), run.settingsDigest());
    Funnel funnel = funnel(context, run);
    requireRedundant(context, experiments, funnel);
    Candidates candidates =
        new Candidates(
            experiments.filter(col("redundant")),
            funnel.redundant(),
            context.settings().cluster().maxCandidates());
    List<TokenKey> keys = candidates.keys();
    ClusterSettings settings = context.settings().cluster().of(keys.size());
    ClusterErrors.requireEnough(keys.size(), settings);
    Made made = prototypes(context, candidates, settings, images(funnel, keys));
    List<Prototype> prototypes = made.prototypes();
    context.phases().uncounted("Writing the codebook");
    CodebookVersion draft = draft(context, settings, funnel, prototypes);
    Codebooks.Kept kept = new Codebooks(context.warehouse()).keep(draft, prototypes, run);
    CodebookVersion version = kept.version();
    // Also for a version that was there: a killed run may not have come so far.
    new Registry(context.warehouse()).proposeNewest(run);
    return new ClusterSummary(
        version.version(),
        version.status().code(),
        kept.created(),
        kept.restored(),
        version.clusters(),
        version.prototypes(),
        version.contentDigest(),
        version.redundantTokens(),
        keys.size(),
        version.images(),
        made.found().cells(),
        made.found().work().operations() / 1e9);
  }

  /** A run of {@code mine} that was killed may have left the counts behind the findings. */
  private static Funnel funnel(JobContext context, RunInfo run) {
    MinedImages mined =
        new MinedImages(context.warehouse(), run.modelDigest(), run.settingsDigest());
    if (!mined.agree()) {
      mined.countAgain(run);
    }
    Funnel funnel = Funnel.of(mined.rows());
    mined.requireEven(funnel, context.probedTokens());
    return funnel;
  }

  /**
   * The number of images that a share refers to. A cluster of a sample spans at most the images of
   * the sample. So if the share referred to all images, no cluster of a large warehouse could reach
   * it.
   */
  private static long images(Funnel funnel, List<TokenKey> keys) {
    return keys.size() < funnel.redundant()
        ? keys.stream().map(TokenKey::imageId).distinct().count()
        : funnel.images();
  }

  /** Prototypes, and the clustering that they come from. */
  private record Made(List<Prototype> prototypes, TokenClustering.Found found) {}

  private static Made prototypes(
      JobContext context, Candidates candidates, ClusterSettings settings, long images) {
    StagedTokens.Place place =
        new StagedTokens.Place(
            context.warehouse().location(),
            context.experimentInfo().runId(),
            context.settings().clustering().blockBytes(),
            context.spark().sessionState().newHadoopConf());
    int width = context.bundle().manifest().hidden();
    try (StagedTokens staged =
        StagedTokens.write(candidates.tokens(), candidates.keys(), width, place)) {
      TokenClustering clustering = new TokenClustering(context, settings.dpcKnn(), place);
      TokenClustering.Found found =
          settings
              .partition()
              .map(partition -> clustering.partitioned(staged, candidates.keys(), partition))
              .orElseGet(() -> clustering.exact(staged));
      ClusteredPool pool =
          new ClusteredPool(candidates.keys(), staged.blocks(), found.clustering());
      context.phases().uncounted("Reading prototypes");
      return new Made(
          Prototypes.of(pool, settings, settings.contextIndependence().imagesAbove(images)), found);
    }
  }

  private static void requireRedundant(
      JobContext context, Dataset<Row> experiments, Funnel funnel) {
    if (funnel.tokens() == 0) {
      throw ClusterErrors.nothingMined(context.warehouse().location());
    }
    for (StageCount stage : funnel.stages()) {
      if (stage.kept() == 0) {
        throw new EmptyCodebook(experiments, context.experiment())
            .at(Stage.of(stage.name()), stage.in());
      }
    }
  }

  private static CodebookVersion draft(
      JobContext context, ClusterSettings cluster, Funnel funnel, List<Prototype> prototypes) {
    RunInfo run = context.experimentInfo();
    SettingsDigest settings = SettingsDigest.of(context.experiment(), cluster);
    return new CodebookVersion(
        0,
        CodebookVersion.Status.BUILDING,
        SPACE,
        run.modelDigest(),
        context.bundle().manifest().name(),
        settings.json(),
        settings.hex(),
        run.settingsDigest(),
        funnel.images(),
        funnel.tokens(),
        funnel.redundant(),
        (int) prototypes.stream().mapToInt(Prototype::cluster).distinct().count(),
        prototypes.size(),
        digest(prototypes),
        run.runId(),
        Instant.now(),
        null,
        null);
  }

  private static String digest(List<Prototype> prototypes) {
    ContentDigest digest = new ContentDigest();
    prototypes.forEach(prototype -> digest.add(prototype.embedding()));
    return digest.hex();
  }
}
