package org.tokenquarry.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.output.CountingOutputStream;
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
import org.tokenquarry.token.TokenMatrix;

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

  /** Writes what a file holds; leaves the stream open. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes the published version unless another is named: that is what servers should use. */
  @Override
  public ExportSummary run(JobContext context) {
    CodebookVersion codebook = context.codebook(CodebookSelection.PUBLISHED);
    Warehouse warehouse = context.warehouse();
    ExportSettings settings = context.settings().export();
    TokenMatrix prototypes = new Codebooks(warehouse).embeddings(codebook);
    byte[] card = Descriptions.card(warehouse, codebook);
    Path directory = new Path(settings.directory(), "codebook-v" + codebook.version());
    Path unfinished = new Path(settings.directory(), "." + directory.getName() + ".unfinished");
    try {
      FileSystem fs = PlainFiles.of(directory, context.spark().sessionState().newHadoopConf());
      fs.delete(unfinished, true);
      List<ExportedFile> files = new ArrayList<>();
      files.add(
          write(
              fs,
              new Path(unfinished, "codebook.safetensors"),
              out ->
                  Safetensors.write(
                      out, "prototypes", settings.dtype(), prototypes, metadata(codebook))));
      files.add(write(fs, new Path(unfinished, "card.json"), out -> out.write(card)));
      byte[] manifest = Descriptions.manifest(files);
      files.add(write(fs, new Path(unfinished, "manifest.json"), out -> out.write(manifest)));
      fs.delete(directory, true);
      if (!fs.rename(unfinished, directory)) {
        throw new IOException("cannot move " + unfinished + " to " + directory);
      }
      return new ExportSummary(
          codebook.version(), codebook.status().code(), PlainFiles.told(fs, directory), files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, String> metadata(CodebookVersion codebook) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("contentDigest", codebook.contentDigest());
    metadata.put("modelDigest", codebook.modelDigest());
    metadata.put("settingsDigest", codebook.settingsDigest());
    metadata.put("space", codebook.space());
    metadata.put("version", Long.toString(codebook.version()));
    return metadata;
  }

  /** Digests a file while it is written, so that it is never in memory as a whole. */
  private static ExportedFile write(FileSystem fs, Path file, Content content) throws IOException {
    MessageDigest digest = Sha256.start();
    try (CountingOutputStream out =
        new CountingOutputStream(new DigestOutputStream(fs.create(file), digest))) {
      content.writeTo(out);
      String hex = HexFormat.of().formatHex(digest.digest());
      return new ExportedFile(file.getName(), hex, out.getByteCount());
    }
  }
}
