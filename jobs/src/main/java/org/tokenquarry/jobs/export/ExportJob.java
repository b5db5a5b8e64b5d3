package org.tokenquarry.jobs.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.config.ExportType;
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
 * prototype), {@code contract.json} (the rules by which servers drop tokens), {@code
 * codebook.onnx}, {@code test-vectors.json} with its tensors (by which they are proved), and {@code
 * manifest.json} (sha256 of all).
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

  /** The name of the prototypes in their file. */
  static final String TENSOR = "prototypes";

  /** Takes the published version unless another is named: that is what servers should use. */
  @Override
  public ExportSummary run(JobContext context) {
    CodebookVersion codebook = context.codebook(CodebookSelection.PUBLISHED);
    ExportSettings settings = context.settings().export();
    Path directory = new Path(settings.directory(), "codebook-v" + codebook.version());
    try {
      FileSystem fs = PlainFiles.of(directory, context.spark().sessionState().newHadoopConf());
      WholeFolder folder = WholeFolder.begin(fs, directory);
      write(folder, codebook, settings.dtype(), context.warehouse());
      folder.finish();
      return new ExportSummary(
          codebook.version(),
          codebook.status().code(),
          PlainFiles.told(fs, directory),
          folder.files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(
      WholeFolder folder, CodebookVersion codebook, ExportType type, Warehouse warehouse)
      throws IOException {
    TokenMatrix prototypes = new Codebooks(warehouse).embeddings(codebook);
    ExportedFile stored =
        folder.add(
            "codebook.safetensors",
            out ->
                Safetensors.write(
                    out,
                    type,
                    List.of(new Safetensors.Tensor(TENSOR, prototypes)),
                    metadata(codebook)));
    folder.add("card.json", Descriptions.card(warehouse, codebook));
    folder.add("contract.json", Contract.of(codebook, stored, type, prototypes));
    TokenMatrix served = Safetensors.stored(type, prototypes);
    byte[] onnx = OnnxRule.of(served);
    folder.add(OnnxRule.FILE, out -> out.write(onnx));
    TestVectors vectors = TestVectors.of(served);
    folder.add(
        TestVectors.FILE,
        out ->
            Safetensors.write(
                out,
                ExportType.FLOAT32,
                vectors.cases().stream().map(TestVectors.Case::tokens).toList(),
                new TreeMap<>()));
    folder.add(TestVectors.JSON_FILE, vectors.expected(served));
    folder.add("manifest.json", Descriptions.manifest(folder.files()));
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
}
