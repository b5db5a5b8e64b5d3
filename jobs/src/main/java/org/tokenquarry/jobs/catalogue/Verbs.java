package org.tokenquarry.jobs.catalogue;

import static org.tokenquarry.jobs.catalogue.Argument.flag;
import static org.tokenquarry.jobs.catalogue.Argument.option;
import static org.tokenquarry.jobs.catalogue.Argument.word;
import static org.tokenquarry.jobs.catalogue.Argument.words;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.jobs.bench.BenchBundleJob;
import org.tokenquarry.jobs.bench.BenchCodebookJob;
import org.tokenquarry.jobs.bench.BenchEngineJob;
import org.tokenquarry.jobs.bench.BenchLogJob;
import org.tokenquarry.jobs.bench.BenchStartJob;
import org.tokenquarry.jobs.calibrate.CalibrateVerb;
import org.tokenquarry.jobs.cluster.ClusterJob;
import org.tokenquarry.jobs.compact.CompactJob;
import org.tokenquarry.jobs.compose.BenchClusterJob;
import org.tokenquarry.jobs.compose.BenchFlowJob;
import org.tokenquarry.jobs.compose.BenchScalingJob;
import org.tokenquarry.jobs.compose.NightlyJob;
import org.tokenquarry.jobs.compose.fair.EvaluateVerb;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.diff.DiffJob;
import org.tokenquarry.jobs.doctor.DoctorJob;
import org.tokenquarry.jobs.export.ExportJob;
import org.tokenquarry.jobs.forget.ForgetJob;
import org.tokenquarry.jobs.imports.ImportJob;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.migrate.MigrateJob;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.move.MoveJob;
import org.tokenquarry.jobs.plan.PlanJob;
import org.tokenquarry.jobs.promote.PromoteJob;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.repair.RepairJob;
import org.tokenquarry.jobs.report.ReportJob;
import org.tokenquarry.jobs.retire.RetireJob;
import org.tokenquarry.jobs.rollback.RollbackJob;
import org.tokenquarry.jobs.runs.RunsJob;
import org.tokenquarry.jobs.scenes.ScenesJob;
import org.tokenquarry.jobs.show.ListJob;
import org.tokenquarry.jobs.show.ShowJob;
import org.tokenquarry.jobs.sql.SqlJob;
import org.tokenquarry.jobs.vacuum.VacuumJob;
import org.tokenquarry.jobs.verify.VerifyBundleJob;
import org.tokenquarry.jobs.verifyexport.VerifyExportJob;

/** All verbs, in the order of help. The only place that knows every job. */
public final class Verbs {

  static final String NIGHTLY = "nightly";

  /** The group of the benchmarks. */
  public static final String BENCH = "bench";

  /** What the group of the benchmarks is for. */
  public static final String BENCH_DESCRIPTION =
      "Benchmarks: the engines compared, the pipeline at several sizes, the flow of mining, large "
          + "codebooks, clustering, the time to start, the log of a table.";

  private static final Argument VERSION =
      word(
              "VERSION",
              "codebook.version",
              "Version of the codebook: latest, published, an alias, or its number")
          .remarking("Default: published for export, else latest.");

  private static final String IMAGES =
      "Ids of images, their first digits, or the URIs that they were read from";

  private static final Argument NAMED =
      word("VERSION", "codebook.version", "Version of the codebook: an alias, or its number");

  private static final Argument PATHS =
      words("PATH", "ingest.paths", "Folders, files, lists or tables of images");

  private static final Argument QUESTIONS =
      option("--questions", "DIR", "evaluate.questions", "Held-out images and their questions");

  private static final List<Verb> ALL =
      List.of(
          Verb.of(
              "verify-bundle",
              "Checks a model bundle on this machine: digests, shapes, determinism and, if it has"
                  + " them, the golden numbers of its checkpoint.",
              "/models/llava-1.5-7b --set model.device=gpu",
              new VerifyBundleJob(),
              word("DIR", "model.location", "The model bundle, or `bundled`"),
              option("--tasks", "N", "verify.tasks", "Check it in N Spark tasks, on their devices")
                  .remarking("Default: 0, in this process.")),
          Verb.of(
              "plan",
              "Estimates what mine, cluster and evaluate cost, before they start: operations,"
                  + " hours, memory of a GPU, size of the tables.",
              "--shape llava-1.5-7b --images 500 --gflops-per-second 100000",
              new PlanJob(),
              option("--images", "N", "plan.images", "Images to be mined"),
              option(
                  "--patches", "N", "plan.patches", "Visual tokens to be mined, instead of images"),
              option(
                  "--shape",
                  "NAME",
                  "plan.shape",
                  "Model whose sizes are used: bundle (that of --model), llava-1.5-7b,"
                      + " llava-1.5-13b, llava-next-8b or llava-onevision-7b"),
              option(
                  "--gflops-per-second",
                  "RATE",
                  "plan.gflopsPerSecond",
                  "10^9 operations a second of one slot, or `measured`"),
              option("--slots", "N", "plan.slots", "GPUs or threads that compute at once"),
              option(
                  "--shares",
                  "settings|warehouse",
                  "plan.shares",
                  "Where the shares of the tokens that pass each stage come from")),
          Verb.of(
              "scenes",
              "Draws scenes with questions and answers. Equal seeds give equal scenes.",
              "--count 200 --seed 7 --out scenes/heldout",
              new ScenesJob(),
              option("--count", "N", "scenes.count", "Scenes to draw"),
              option("--seed", "S", "scenes.seed", "Seed of the scenes"),
              option("--out", "DIR", "scenes.directory", "Directory for images and questions"),
              option("--format", "png|npy", "scenes.format", "PNG files or NumPy arrays"),
              option(
                  "--world",
                  "all|smooth|patterned|coarse|pairs",
                  "scenes.world",
                  "What scenes are drawn from")),
          Verb.writing(
              NightlyStep.INGEST.verb(),
              "Adds images to the warehouse, each content once. "
                  + "An image that cannot be decoded is quarantined with the reason.",
              "photos/ more.txt --warehouse warehouse",
              new IngestJob(),
              PATHS,
              option(
                  "--split",
                  "mine|heldout",
                  "ingest.split",
                  "Use of the images: codebooks are mined from them, or evaluated on them")),
          Verb.of(
              NightlyStep.CALIBRATE.verb(),
              "Runs all experiments on a sample of images and proposes thresholds from quantiles. "
                  + "With validation questions, it also searches the settings of the codebook, or "
                  + "with --pruners the constants of the other pruners.",
              "--questions validation --warehouse warehouse",
              new CalibrateVerb(),
              option("--images", "N", "calibrate.images", "Images in the sample"),
              option(
                  "--questions",
                  "DIR",
                  "calibrate.search.questions",
                  "Validation images and their questions"),
              flag(
                  "--pruners",
                  "calibrate.pruners.enabled",
                  "Search the constants of the other pruners, and nothing else")),
          Verb.writing(
              NightlyStep.MINE.verb(),
              "Tests every probed token of every image for redundancy. "
                  + "Images already mined with this model and these settings are not mined again.",
              "--warehouse warehouse --set preset=bundled",
              new MineJob()),
          Verb.writing(
              NightlyStep.CLUSTER.verb(),
              "Builds a candidate codebook: clusters the redundant tokens of all images, "
                  + "and keeps the clusters with tokens from many images.",
              "--warehouse warehouse --set cluster.clusters=64",
              new ClusterJob()),
          Verb.writing(
              NightlyStep.EVALUATE.verb(),
              "Measures the accuracy on held-out questions at several keep ratios, "
                  + "with the pruners that use the codebook and with others.",
              "--questions scenes/heldout --warehouse warehouse",
              new EvaluateVerb(),
              VERSION,
              QUESTIONS,
              option(
                  "--suite",
                  "fair",
                  "evaluate.suite.name",
                  "Draw scenes, mine, search and compare every pruner, in a new folder --warehouse")),
          Verb.writing(
              NightlyStep.PUBLISH.verb(),
              "Publishes a version in one step, as the champion, if it meets every condition of"
                  + " publish.*. Otherwise nothing changes and the exit code is 2.",
              "3 --warehouse warehouse",
              new PublishJob(),
              VERSION),
          Verb.moving(
              "promote",
              "Lets an alias stand for a version. Only a version that was published before can "
                  + "become the champion.",
              "3 --as candidate --warehouse warehouse",
              new PromoteJob(),
              NAMED,
              option("--as", "ALIAS", "registry.alias", "champion, candidate, or a name of yours")
                  .remarking("Default: champion.")),
          Verb.moving(
              "rollback",
              "Lets an alias stand for the version that it stood for before. "
                  + "A second rollback goes one further back.",
              "--warehouse warehouse",
              new RollbackJob(),
              word("ALIAS", "registry.alias", "The alias").remarking("Default: champion.")),
          Verb.moving(
              "retire",
              "Retires a version, so that no alias can be moved to it any more. Its rows stay.",
              "3 --warehouse warehouse",
              new RetireJob(),
              NAMED),
          Verb.writing(
              "import",
              "Takes a codebook that was made elsewhere into the registry, as a candidate: a .npy, "
                  + ".safetensors or .pt file, or a directory that export wrote.",
              "codebook.pt --warehouse warehouse --model bundle",
              new ImportJob(),
              word("FILE", "import.file", "The file or directory"),
              option("--tensor", "NAME", "import.tensor", "Which tensor, if there are several")
                  .remarking("Default: prototypes, or the only one.")),
          Verb.of(
              NightlyStep.EXPORT.verb(),
              "Writes the prototypes as safetensors, with a card and a manifest of digests, once or "
                  + "as often as an alias moves.",
              "3 --out codebook --warehouse warehouse",
              new ExportJob(),
              VERSION,
              option("--out", "DIR", "export.directory", "Directory for the files"),
              option(
                  "--watch",
                  "TIME",
                  "export.watch",
                  "Look so often whether the version has changed, and export it then"),
              option("--sign", "KEY", "export.key", "Private key (PEM) that signs the export")),
          Verb.of(
              "verify-export",
              "Proves an exported codebook: files, prototypes, test vectors and, with --key, the"
                  + " signature.",
              "codebook/codebook-v1 --key public.pem",
              new VerifyExportJob(),
              word("DIR", "verifyExport.directory", "The folder of one version"),
              option("--key", "KEY", "verifyExport.key", "Public key (PEM) it must be signed for")),
          Verb.of(
              "sql",
              "Runs a query of Spark SQL that may use redundancy_score, keep_tokens, and the tables"
                  + " of the warehouse.",
              "\"SELECT count(*) FROM images\" --warehouse warehouse",
              new SqlJob(),
              word("QUERY", "sql.query", "One SELECT statement"),
              option("--rows", "N", "sql.rows", "How many rows are printed")),
          Verb.of(
              NightlyStep.REPORT.verb(),
              "Writes one self-contained page: funnel, heat-maps, prototypes, accuracy.",
              "--out report.html --warehouse warehouse",
              new ReportJob(),
              VERSION,
              option("--out", "FILE", "report.file", "The page that is written")),
          Verb.writing(
              NightlyStep.COMPACT.verb(),
              "Merges small files of the tables, so that reading stays fast after many nights. "
                  + "No row changes.",
              "--warehouse warehouse",
              new CompactJob()),
          Verb.writing(
              "vacuum",
              "Removes files of the tables that no version of them has had for a time, and what "
                  + "killed runs left. No row and no codebook changes.",
              "--dry-run --warehouse warehouse",
              new VacuumJob(),
              option("--retention", "TIME", "vacuum.retention", "How long such files stay")
                  .remarking("Default: 7d, which is also the least."),
              flag("--dry-run", "vacuum.dryRun", "Only tell what would be removed")),
          Verb.writing(
              NIGHTLY,
              "Runs the verbs of nightly.verbs in order, from images to the report. "
                  + "A verb is skipped if nothing that it depends on has changed.",
              "images --questions heldout --warehouse warehouse",
              new NightlyJob(),
              PATHS,
              QUESTIONS),
          Verb.of(
              "runs",
              "Lists the last runs of verbs that write: when, how long, what they told, and why they "
                  + "failed.",
              "--count 5 --warehouse warehouse",
              new RunsJob(),
              option("--count", "N", "runs.count", "How many runs, newest first")),
          Verb.writing(
              "move",
              "Gives images another use: to be mined, or held out to judge codebooks. What was mined "
                  + "of held-out images is removed.",
              "9f86d081884c --split heldout --warehouse warehouse",
              new MoveJob(),
              words("IMAGE", "move.images", IMAGES),
              option("--split", "mine|heldout", "move.split", "Use of the images from then on")),
          Verb.writing(
              "forget",
              "Removes images, their bytes and all that was found of them, and never takes them in "
                  + "again. Names the codebooks that rest on them.",
              "9f86d081884c --warehouse warehouse",
              new ForgetJob(),
              words("IMAGE", "forget.images", IMAGES)),
          Verb.writing(
              "repair",
              "Tells what hands or other programs did to the rows of the tables, and mends it "
                  + "with --apply: the images concerned are then mined again by mine.",
              "--apply --warehouse warehouse",
              new RepairJob(),
              flag("--apply", "repair.apply", "Change the tables; without it, only tell")),
          Verb.writing(
              "migrate",
              "Brings a warehouse of an older release to the tables of this one. "
                  + "Images, findings and codebooks stay.",
              "--warehouse warehouse",
              new MigrateJob()),
          Verb.of(
              "list",
              "Lists the versions of the codebook and the aliases that stand for them.",
              "--warehouse warehouse --output json",
              new ListJob(),
              option("--at", "TIME", "registry.at", "As they were then")
                  .remarking("An instant such as 2026-11-26T10:00:00Z.")),
          Verb.of(
              "show",
              "Shows a version of the codebook and where its prototypes come from.",
              "3 --warehouse warehouse",
              new ShowJob(),
              VERSION),
          Verb.of(
              "diff",
              "Compares two versions: prototypes, settings, and metrics on the same questions.",
              "champion candidate --warehouse warehouse",
              new DiffJob(),
              word("A", "registry.from", "The first version").remarking("Default: published."),
              word("B", "registry.to", "The second version").remarking("Default: latest.")),
          Verb.of(
              "doctor",
              "Looks at everything that a run needs, and says what would fail: Java, memory, disks,"
                  + " rights, native libraries, model bundle, tables, Spark.",
              "--warehouse warehouse --model bundles/llava-1.5-7b",
              new DoctorJob()),
          new Verb(
              "config",
              "Prints every setting with the value that would be used.",
              "--set preset=llava-1.5-7b",
              List.of(),
              Verb.Access.READS,
              Optional.empty()),
          Verb.of(
              BENCH + " engine",
              "Runs the published procedure, the exhaustive engine and the cascade on the same "
                  + "images and compares time, operations and verdicts.",
              "--images 8 --threads 1",
              new BenchEngineJob(),
              option("--images", "N", "bench.images", "Number of images"),
              option("--photos", "DIR", "bench.photos", "Photographs to take in place of scenes"),
              option(
                  "--threads",
                  "T",
                  "bench.threads",
                  "Images examined at the same time, each in one thread")),
          Verb.of(
              BENCH + " bundle",
              "Makes a model bundle with random weights, for benchmarks. Needs python3 with torch.",
              "--hidden 1024 --layers 12 --grid 24 --out /tmp/large",
              new BenchBundleJob(),
              option("--hidden", "D", "bench.bundle.hidden", "Hidden size"),
              option("--layers", "L", "bench.bundle.layers", "Number of layers"),
              option("--grid", "G", "bench.bundle.grid", "Rows and columns of visual tokens"),
              option("--out", "DIR", "bench.bundle.directory", "Directory for the bundle")),
          Verb.of(
              BENCH + " codebook",
              "Writes and reads a random codebook, and scores an image by it in float and in"
                  + " double.",
              "--prototypes 20000 --dim 4096",
              new BenchCodebookJob(),
              option("--prototypes", "N", "bench.codebook.prototypes", "Number of prototypes"),
              option("--dim", "D", "bench.codebook.dim", "Their width")),
          Verb.of(
              BENCH + " cluster",
              "Clusters random vectors, and compares time and result with the kernel in double.",
              "--set bench.cluster.sizes=[20000x4096]",
              new BenchClusterJob(),
              option(
                  "--approximate",
                  "SIZES",
                  "bench.cluster.approximate",
                  "Compare approximations instead, for sizes such as 20000x512,100000x512")),
          Verb.of(
              BENCH + " scaling",
              "Mines several numbers of scenes on one core and on all, and compares the time with "
                  + "the time inside the model.",
              "--set bench.scaling.images=[100,500]",
              new BenchScalingJob()),
          Verb.of(
              BENCH + " flow",
              "Mines with a stand-in that sleeps instead of a model, on many slots, with real"
                  + " tables: how busy the slots are, and what commits cost.",
              "--images 5000 --slots 64",
              new BenchFlowJob(),
              option("--images", "N", "bench.flow.images", "Number of images"),
              option("--slots", "N", "bench.flow.slots", "Images examined at the same time")),
          Verb.of(
              BENCH + " start",
              "Times --help, config, list and show as whole processes, a JVM that does nothing, "
                  + "and the start of Spark.",
              "--warehouse quickstart/warehouse --runs 5",
              new BenchStartJob(),
              option("--runs", "N", "bench.start.runs", "Runs of each; the median is printed")),
          Verb.of(
              BENCH + " log",
              "Makes many commits to a table and prints how the time of a commit, the time to open "
                  + "the table, and the size of its log grow.",
              "--commits 1000",
              new BenchLogJob(),
              option("--commits", "N", "bench.log.commits", "Commits that are made")));

  private Verbs() {}

  /** All verbs, in the order of help. */
  public static List<Verb> all() {
    return ALL;
  }
}
