package org.tokenquarry.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Writes a codebook as files: {@code codebook.safetensors} (tensor {@code prototypes [n, D]
 * float32}, not normalised), {@code card.json} (settings, evaluation, and the origin of each
 * prototype) and {@code manifest.json} (sha256 of both).
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code evaluations}. Output: the folder
 * {@code codebook-v<version>}, moved into place as a whole. Example:
 *
 * <pre>{@code tokenquarry export --warehouse warehouse --out codebooks}</pre>
 *
 * <p>Failure modes: no such version, or the table no longer holds its prototypes ({@link
 * org.tokenquarry.error.UserException}). The same version always gives the same tensors; the card
 * also has the status and the evaluation of that time.
 */
public final class ExportJob implements Job<ExportSummary> {

  /** Takes the published version unless another is named: that is what servers should use. */
  @Override
  public ExportSummary run(JobContext context) {
    CodebookVersion codebook = context.codebook(CodebookSelection.PUBLISHED);
    Warehouse warehouse = context.warehouse();
    ExportSettings settings = context.settings().export();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("codebook.safetensors", tensors(warehouse, settings, codebook));
    contents.put("card.json", Descriptions.card(warehouse, codebook));
    List<ExportedFile> files = new ArrayList<>(described(contents));
    contents.put("manifest.json", Descriptions.manifest(files));
    String directory = write(context, codebook, contents);
    return new ExportSummary(
        codebook.version(), codebook.status().code(), directory, described(contents));
  }

  private static List<ExportedFile> described(Map<String, byte[]> contents) {
    return contents.entrySet().stream()
        .map(
            file ->
                new ExportedFile(file.getKey(), Sha256.of(file.getValue()), file.getValue().length))
        .toList();
  }

  private static byte[] tensors(
      Warehouse warehouse, ExportSettings settings, CodebookVersion codebook) {
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("contentDigest", codebook.contentDigest());
    metadata.put("modelDigest", codebook.modelDigest());
    metadata.put("settingsDigest", codebook.settingsDigest());
    metadata.put("space", codebook.space());
    metadata.put("version", Long.toString(codebook.version()));
    return Safetensors.of(
        "prototypes", settings.dtype(), new Codebooks(warehouse).embeddings(codebook), metadata);
  }

  private static String write(
      JobContext context, CodebookVersion codebook, Map<String, byte[]> contents) {
    ExportSettings settings = context.settings().export();
    Path directory = new Path(settings.directory(), "codebook-v" + codebook.version());
    Path unfinished = new Path(settings.directory(), "." + directory.getName() + ".unfinished");
    try {
      FileSystem fs = PlainFiles.of(directory, context.spark().sessionState().newHadoopConf());
      fs.delete(unfinished, true);
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        try (OutputStream out = fs.create(new Path(unfinished, file.getKey()))) {
          out.write(file.getValue());
        }
      }
      fs.delete(directory, true);
      if (!fs.rename(unfinished, directory)) {
        throw new IOException("cannot move " + unfinished + " to " + directory);
      }
      return PlainFiles.told(fs, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
