package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Compaction;
import org.tokenquarry.jobs.table.FinishedStep;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.layerprune.FitPrune;
import org.tokenquarry.task.ChosenPruners;

/**
 * What a step of a night depends on. While all of it stays the same, the step finds nothing new.
 * Settings that change no result, such as batch sizes, do not belong to it.
 *
 * <p>To find this out costs a few reads of small files, and starts no Spark session.
 */
final class StepInputs {

  private final JobContext context;
  private final Map<String, Object> values = new TreeMap<>();
  private final List<TablePart> parts = new ArrayList<>();

  private StepInputs(JobContext context) {
    this.context = context;
  }

  /**
   * Looks at the inputs of a step as they are now.
   *
   * @param context of this step, about the version that the night is about
   * @param last when the step ended well; empty if it never did
   * @throws org.tokenquarry.error.UserException if an input does not exist
   */
  static StepInputs of(NightlyStep step, JobContext context, Optional<FinishedStep> last) {
    StepInputs inputs = new StepInputs(context);
    switch (step) {
      case CALIBRATE -> inputs.calibrate();
      case MINE -> inputs.mine();
      case CLUSTER -> inputs.cluster();
      case EVALUATE -> inputs.evaluate(last);
      case PUBLISH -> inputs.publish();
      case EXPORT -> inputs.export();
      case REPORT -> inputs.report();
      case COMPACT -> inputs.compact();
      case INGEST -> throw new IllegalArgumentException("what ingest depends on are its sources");
    }
    return inputs;
  }

  /** All but the tables: canonical JSON. */
  String canonical() {
    return SettingsDigest.ofNamed(values).json();
  }

  /** The tables, or their parts. */
  List<TablePart> parts() {
    return List.copyOf(parts);
  }

  private void calibrate() {
    Settings settings = context.settings();
    values.put("model", context.bundle().digest());
    values.put("experiment", context.experiment());
    values.put("calibrate", settings.calibrate());
    values.put("cluster", settings.cluster());
    values.put("limits", settings.ingest().limits());
    parts.add(TablePart.of(Tables.IMAGES));
    settings.calibrate().search().questions().ifPresent(named -> questions(named));
  }

  private void mine() {
    experiments();
    values.put("limits", context.settings().ingest().limits());
    parts.add(TablePart.of(Tables.IMAGES, "split", Split.MINE));
    parts.add(TablePart.of(Tables.QUARANTINE));
  }

  private void cluster() {
    experiments();
    values.put("cluster", context.settings().cluster());
    codebook(CodebookSelection.LATEST);
  }

  private void evaluate(Optional<FinishedStep> last) {
    Settings settings = context.settings();
    EvaluateSettings evaluate = settings.evaluate();
    values.put("model", context.bundle().digest());
    values.put("evaluate", evaluate.metrics());
    values.put("limits", settings.ingest().limits());
    questions(evaluate.questionsFile());
    CodebookVersion codebook = codebook(CodebookSelection.LATEST);
    values.put("published", rival(codebook, last));
    parts.add(TablePart.of(Tables.IMAGES, "split", Split.HELDOUT));
    parts.add(TablePart.of(Tables.EVALUATIONS));
    if (ChosenPruners.expanded(evaluate.pruners()).contains(FitPrune.NAME)) {
      parts.add(TablePart.of(Tables.IMAGES, "split", Split.MINE));
    }
  }

  /**
   * The version that the evaluated one is compared with. A version that was published itself needs
   * no new comparison.
   */
  private Object rival(CodebookVersion codebook, Optional<FinishedStep> last) {
    if (codebook.status() == CodebookVersion.Status.PUBLISHED && last.isPresent()) {
      return StepMemory.parsed(last.get().inputs()).path("published");
    }
    return new Codebooks(context.warehouse())
        .publishedBeside(codebook)
        .map(CodebookVersion::version)
        .orElse(0L);
  }

  private void publish() {
    values.put("publish", context.settings().publish());
    values.put("status", codebook(CodebookSelection.LATEST).status());
    parts.add(TablePart.of(Tables.EVALUATIONS));
    parts.add(TablePart.of(Tables.QUARANTINE));
    parts.add(TablePart.of(Tables.IMAGES));
  }

  private void export() {
    Settings settings = context.settings();
    values.put("export", settings.export());
    CodebookVersion codebook = codebook(CodebookSelection.PUBLISHED);
    values.put("status", codebook.status());
    values.put("publishedAt", String.valueOf(codebook.publishedAt()));
    files(new Path(settings.export().directory(), "codebook-v" + codebook.version()));
    parts.add(TablePart.of(Tables.EVALUATIONS));
    parts.add(TablePart.of(Tables.CALIBRATIONS));
  }

  private void report() {
    experiments();
    values.put("report", context.settings().report());
    codebook(CodebookSelection.LATEST);
    files(new Path(context.settings().report().file()));
    parts.add(TablePart.of(Tables.CODEBOOKS));
    parts.add(TablePart.of(Tables.ALIASES));
    parts.add(TablePart.of(Tables.IMAGES));
    parts.add(TablePart.of(Tables.QUARANTINE));
    parts.add(TablePart.of(Tables.EVALUATIONS));
    parts.add(TablePart.of(Tables.CALIBRATIONS));
  }

  private void compact() {
    values.put("compact", context.settings().compact());
    Compaction.tables().forEach(table -> parts.add(TablePart.of(table)));
  }

  /** The findings of the experiments, with thresholds in force. */
  private void experiments() {
    values.put("model", context.bundle().digest());
    values.put("experiment", context.experiment());
    String digest = SettingsDigest.of(context.experiment()).hex();
    parts.add(TablePart.of(Tables.EXPERIMENTS, "settings_digest", digest));
    parts.add(TablePart.of(Tables.MINED, "settings_digest", digest));
  }

  private CodebookVersion codebook(CodebookSelection usual) {
    CodebookVersion codebook = context.codebook(usual);
    values.put("version", codebook.version());
    values.put("content", codebook.contentDigest());
    parts.add(TablePart.of(Tables.PROTOTYPES, "version", Long.toString(codebook.version())));
    return codebook;
  }

  private void questions(String file) {
    try (InputStream in = open(new Path(file))) {
      values.put("questions", Sha256.of(in));
    } catch (IOException e) {
      values.put("questions", ""); // The step says what is wrong.
    }
  }

  private InputStream open(Path file) throws IOException {
    return file.getFileSystem(context.run().hadoop().get()).open(file);
  }

  /** Size and time of files that the step writes, so that it runs if they are gone. */
  private void files(Path place) {
    Map<String, String> found = new TreeMap<>();
    try {
      FileSystem fs = PlainFiles.of(place, context.run().hadoop().get());
      if (fs.exists(place)) {
        for (FileStatus file : fs.listStatus(place)) {
          found.put(file.getPath().getName(), file.getLen() + " " + file.getModificationTime());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    values.put("files", found);
  }
}
