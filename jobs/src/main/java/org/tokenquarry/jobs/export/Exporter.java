package org.tokenquarry.jobs.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.token.TokenMatrix;

/** Writes one version after another into the directory of exports. */
final class Exporter {

  /** The name of the prototypes in their file. */
  static final String TENSOR = "prototypes";

  private final Warehouse warehouse;
  private final ExportSettings settings;
  private final CodebookSelection selection;
  private final Configuration hadoop;

  /**
   * Prepares exports.
   *
   * @param selection how the versions were chosen
   */
  Exporter(JobContext context, CodebookSelection selection) {
    this.warehouse = context.warehouse();
    this.settings = context.settings().export();
    this.selection = selection;
    this.hadoop = context.spark().sessionState().newHadoopConf();
  }

  /** Writes a version. A folder that holds the same already is left as it is. */
  ExportSummary write(CodebookVersion codebook) {
    Path directory = new Path(settings.directory(), "codebook-v" + codebook.version());
    try {
      FileSystem fs = PlainFiles.of(directory, hadoop);
      WholeFolder folder = WholeFolder.begin(fs, directory);
      write(folder, codebook);
      ExportedFile manifest = folder.finish();
      Optional<AliasFile> alias = AliasFile.of(selection, codebook, directory, manifest);
      if (alias.isPresent()) {
        alias.get().write(fs, directory.getParent(), hadoop);
      }
      return new ExportSummary(
          codebook.version(),
          codebook.status().code(),
          PlainFiles.told(fs, directory),
          folder.files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(WholeFolder folder, CodebookVersion codebook) throws IOException {
    ExportType type = settings.dtype();
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
