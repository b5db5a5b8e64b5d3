package org.tokenquarry.jobs.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;
import org.tokenquarry.digest.Sha256;

/**
 * Executors that die, each in the first task of a stage. Of each phase of a verb the first stages
 * are chosen. Executors agree by files in a directory, so of a stage only one task dies. Spark
 * makes the instance, in every executor.
 */
public final class DyingExecutors implements SparkPlugin {

  /** Spark's setting that names the directory. */
  static final String DIRECTORY = "spark.tests.dying.directory";

  /** Spark's setting that names the moment. */
  static final String MOMENT = "spark.tests.dying.moment";

  /** The file of a phase that holds its name. */
  static final String NAME = "name";

  /** Beginning of the names of files, one for each executor that died. */
  static final String DEAD = "dead-in-";

  /** Paths and numbers in the descriptions of jobs. */
  private static final Pattern PARTICULARS = Pattern.compile(" in /[^:]*|: \\d+");

  /** A scan, and what is computed from it. */
  private static final int STAGES_OF_A_PHASE = 2;

  /** Of what Delta does by itself in a phase. */
  private static final int STAGES_OF_DELTA = 1;

  private static final long SOON_MILLIS = 200;

  /** When an executor dies. */
  enum Moment {
    /** Before the task has done anything. */
    AT_START,
    /** When the task has done its work, and nobody knows. */
    AT_END,
    /** When the driver knows, and other tasks may need what the executor keeps for them. */
    AFTER_END
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Dying();
  }

  private static final class Dying implements ExecutorPlugin {

    private Path directory;
    private Moment moment;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      directory = Path.of(context.conf().get(DIRECTORY));
      moment = Moment.valueOf(context.conf().get(MOMENT));
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      if (!isChosen(task)) {
        return;
      }
      switch (moment) {
        case AT_START -> die();
        case AT_END -> task.addTaskCompletionListener((TaskCompletionListener) ended -> die());
        case AFTER_END ->
            task.addTaskCompletionListener((TaskCompletionListener) ended -> dieSoon());
      }
    }

    private boolean isChosen(TaskContext task) {
      String phase =
          task.getLocalProperty("spark.jobGroup.id")
              + ": "
              + PARTICULARS
                  .matcher("" + task.getLocalProperty("spark.job.description"))
                  .replaceAll("");
      try {
        Path stages = Files.createDirectories(directory.resolve(Sha256.of(phase.getBytes(UTF_8))));
        Files.writeString(stages.resolve(NAME), phase);
        Files.createFile(stages.resolve("stage-" + task.stageId()));
        if (seen(stages) > (phase.contains(": Delta: ") ? STAGES_OF_DELTA : STAGES_OF_A_PHASE)) {
          return false;
        }
        Files.createFile(stages.resolve(DEAD + task.stageId()));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long seen(Path stages) throws IOException {
      try (Stream<Path> all = Files.list(stages)) {
        return all.filter(file -> file.getFileName().toString().startsWith("stage-")).count();
      }
    }

    private static void dieSoon() {
      new Timer(true)
          .schedule(
              new TimerTask() {
                @Override
                public void run() {
                  die();
                }
              },
              SOON_MILLIS);
    }

    private static void die() {
      Runtime.getRuntime().halt(HaltedNight.KILLED);
    }
  }
}
