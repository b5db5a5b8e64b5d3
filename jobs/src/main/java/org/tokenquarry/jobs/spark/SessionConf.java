package org.tokenquarry.jobs.spark;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.tokenquarry.jobs.config.Secrets;

/**
 * Spark's settings: what the user gave, over what {@code spark-submit} gave, over what a pipeline
 * of small tables on one machine wants.
 */
final class SessionConf {

  static final String MASTER = "spark.master";

  /** Keys that say what executors and tasks must have. */
  static final String RESOURCES =
      "spark\\.(executor|task)\\.resource\\..*\\.amount"
          + "|spark\\.executor\\.(cores|memory|memoryOverhead|instances)|spark\\.task\\.cpus";

  /**
   * A byte of a table that has changed on the disk is found where it is read: writers add checksums
   * by default, and readers compare them only if they are told to.
   */
  static final String VERIFY_PAGES = "spark.hadoop.parquet.page.verify-checksum.enabled";

  /** Spark reads this on clusters; local mode has its own way to say it. */
  private static final String TRIES = "spark.task.maxFailures";

  /** Spark's own default. */
  private static final String TRIES_BY_DEFAULT = "4";

  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

  /** By name, because SQL functions are built upon what serves jobs. */
  private static final String FUNCTIONS = "org.tokenquarry.sql.TokenQuarryExtensions";

  /** What Delta needs, and what is right on any master. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "spark.app.name", "TokenQuarry",
          // Metrics have the same names in every run; by default the application's id is in them.
          "spark.metrics.namespace", "tokenquarry",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "spark.sql.session.timeZone", "UTC",
          "spark.ui.showConsoleProgress", "false",
          // Delta 3.3 would write the list of files into each checksum. A Spark job makes it for
          // each new table, and no reader of ours or of Delta's looks at it.
          "spark.databricks.delta.allFilesInCrc.enabled", "false",
          // Short jobs, such as checkpoints of tables, need not wait for all units of a flow.
          "spark.scheduler.mode", "FAIR",
          // One thread a task: parallelism comes from tasks, and sums keep their order.
          "spark.executorEnv.OMP_NUM_THREADS", "1");

  /** How a single machine reaches its own files. */
  private static final Map<String, String> LOCAL_FILES =
      Map.of(
          "spark.hadoop.fs.file.impl", NioLocalFileSystem.class.getName(),
          "spark.hadoop.fs.AbstractFileSystem.file.impl",
              NioLocalFileSystem.ForFileContext.class.getName());

  /**
   * What a single machine wants: no web page, no network name, few partitions of small tables, and
   * no directory of Spark's own in the working directory.
   */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.shuffle.partitions", "4",
          // Progress within a task comes with them; the default is 10 s.
          "spark.executor.heartbeatInterval", "2s",
          "spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/tokenquarry-spark",
          "spark.databricks.delta.snapshotPartitions", "1");

  private SessionConf() {}

  /** Whether everything runs in this process, where Spark has no resources to give. */
  static boolean isLocal(SparkConf conf) {
    return conf.get(MASTER).matches("local(\\[.*])?");
  }

  /**
   * A local master that tries a task as often as a cluster does. Without this, Spark ends a job
   * when one file of one task is not written.
   */
  private static String withTries(SparkConf conf) {
    return conf.get(MASTER)
        .replaceFirst("^local$", "local[1]")
        .replaceFirst(
            "^local\\[(\\d+|\\*)]$", "local[$1," + conf.get(TRIES, TRIES_BY_DEFAULT) + "]");
  }

  /**
   * Makes the settings of a session.
   *
   * @param given full keys, over everything else
   */
  static SparkConf of(Map<String, String> given) {
    SparkConf conf = new SparkConf(true); // Holds what spark-submit hands over.
    given.forEach(conf::set);
    conf.setIfMissing(MASTER, "local[*]");
    ALWAYS.forEach(conf::setIfMissing);
    conf.setIfMissing(VERIFY_PAGES, "true");
    conf.setIfMissing("spark.redaction.regex", Secrets.KEYS);
    if (conf.get(MASTER).startsWith("local")) {
      conf.set(MASTER, withTries(conf));
      LOCAL.forEach(conf::setIfMissing);
      LOCAL_FILES.forEach(conf::setIfMissing);
    }
    return conf.set(
        EXTENSIONS,
        Stream.concat(
                Stream.of(DELTA_EXTENSION, FUNCTIONS),
                Stream.of(conf.get(EXTENSIONS, "").split(",")).filter(each -> !each.isBlank()))
            .distinct()
            .collect(Collectors.joining(",")));
  }
}
