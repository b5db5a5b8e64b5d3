package org.tokenquarry.jobs.export;

import java.time.Duration;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/**
 * Writes a codebook as files: {@code codebook.safetensors} (tensor {@code prototypes [n, D]
 * float32}, not normalised), {@code card.json} (settings, evaluation, and the origin of each
 * prototype), {@code contract.json} (the rules by which servers drop tokens), {@code
 * codebook.onnx}, {@code test-vectors.json} with its tensors (by which they are proved), and {@code
 * manifest.json} (sha256 of all).
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code evaluations}. Output: the folder
 * {@code codebook-v<version>}, moved into place as a whole. Example:
 *
 * <pre>{@code tokenquarry export --warehouse warehouse --out codebooks}</pre>
 *
 * <p>Where an alias names the version, the file {@code <alias>.json} names the folder, see {@link
 * AliasFile}.
 *
 * <p>Failure modes: no such version, or the table no longer holds its prototypes ({@link
 * org.tokenquarry.error.UserException}). The same version always gives the same tensors; the card
 * also has the status and the evaluation of that time.
 */
public final class ExportJob implements Job<ExportSummary> {

  /** Takes the published version unless another is named: that is what servers should use. */
  @Override
  public ExportSummary run(JobContext context) {
    CodebookSelection selection = context.settings().codebook().or(CodebookSelection.PUBLISHED);
    Exporter exporter = new Exporter(context, selection);
    Duration watch = context.settings().export().watch();
    return watch.isZero()
        ? exporter.write(context.version(selection))
        : new Follower(context, selection, exporter).follow(watch);
  }
}
