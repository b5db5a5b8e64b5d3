package org.tokenquarry.jobs.imports;

import java.io.IOException;
import java.time.Instant;
import org.tokenquarry.jobs.config.ImportSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.ContentDigest;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.model.ModelBundle;

/**
 * Takes a codebook that was made elsewhere into the registry, as a candidate version. Nothing in
 * the file is executed.
 *
 * <p>Input: a file of NumPy, safetensors or PyTorch, or a directory that {@code export} wrote.
 * Output tables: {@code codebooks}, {@code prototypes}, {@code aliases}. Example:
 *
 * <pre>{@code tokenquarry import codebook.pt --warehouse warehouse --model bundle}</pre>
 *
 * <p>Failure modes: there is no warehouse or no such file, it holds no codebook, or one of another
 * model ({@link org.tokenquarry.error.UserException}); another run took the version number ({@link
 * org.tokenquarry.jobs.table.ConcurrentRunException}). A file that was imported before gives the
 * version that it gave then.
 */
public final class ImportJob implements Job<ImportSummary> {

  @Override
  public ImportSummary run(JobContext context) throws IOException {
    ImportSettings settings = context.settings().imports();
    String location = settings.file().orElseThrow(ImportErrors::notNamed);
    ModelBundle bundle = context.bundle();
    ImportedCodebook imported =
        ImportedCodebook.read(location, settings, context.run().hadoop().get());
    imported.requireOf(bundle);
    context.phases().uncounted("Writing the codebook");
    new ModelBinding(context.warehouse(), bundle.digest(), bundle.manifest().name())
        .bind(bundle.manifest().hidden());
    SettingsDigest origin = imported.origin();
    RunInfo run = context.info(bundle.digest(), origin.hex());
    Codebooks.Kept kept =
        new Codebooks(context.warehouse())
            .keep(draft(imported, origin, bundle, run), imported.prototypes(), run);
    new Registry(context.warehouse()).proposeNewest(run);
    CodebookVersion version = kept.version();
    return new ImportSummary(
        version.version(),
        version.status().code(),
        kept.created(),
        kept.restored(),
        version.prototypes(),
        imported.matrix().rows().dim(),
        imported.imageIds().isPresent(),
        version.contentDigest(),
        imported.file(),
        imported.sha256(),
        imported.matrix().format(),
        imported.matrix().dtype());
  }

  private static CodebookVersion draft(
      ImportedCodebook imported, SettingsDigest origin, ModelBundle bundle, RunInfo run) {
    int count = imported.matrix().rows().count();
    return new CodebookVersion(
        0,
        CodebookVersion.Status.BUILDING,
        ImportedCodebook.SPACE,
        bundle.digest(),
        bundle.manifest().name(),
        origin.json(),
        origin.hex(),
        // No experiments have the digest of an origin.
        origin.hex(),
        0,
        0,
        0,
        count,
        count,
        new ContentDigest().add(imported.matrix().rows()).hex(),
        run.runId(),
        Instant.now(),
        null,
        null);
  }
}
