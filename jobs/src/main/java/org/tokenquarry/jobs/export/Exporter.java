package org.tokenquarry.jobs.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import org.tokenquarry.jobs.config.ExportFormat;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.signature.FolderSignature;
import org.tokenquarry.jobs.signature.SigningKey;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.serving.ExportFolder;
import org.tokenquarry.token.TokenMatrix;

/** Writes one version after another into the directory of exports. */
final class Exporter {

  /** The name of the prototypes in their file. */
  static final String TENSOR = "prototypes";

  private final Warehouse warehouse;
  private final ExportSettings settings;
  private final CodebookSelection selection;
  private final Configuration hadoop;
  private final Optional<SigningKey> key;

  /**
   * Prepares exports.
   *
   * @param selection how the versions were chosen
   * @throws org.tokenquarry.error.UserException if the key that signs them cannot be used
   */
  Exporter(JobContext context, CodebookSelection selection) {
    this.warehouse = context.warehouse();
    this.settings = context.settings().export();
    this.selection = selection;
    this.hadoop = context.spark().sessionState().newHadoopConf();
    this.key = settings.key().map(SigningKey::read);
  }

  /** Writes a version. A folder that holds the same already is left as it is. */
  ExportSummary write(CodebookVersion codebook) {
    Path directory = new Path(settings.directory(), "codebook-v" + codebook.version());
    try {
      FileSystem fs = PlainFiles.of(directory, hadoop);
      WholeFolder folder = WholeFolder.begin(fs, directory);
      write(folder, codebook);
      ExportedFile manifest = folder.addManifest();
      if (key.isPresent()) {
        byte[] signature = key.get().sign(directory.getName(), digests(folder.files()));
        folder.add(FolderSignature.FILE, out -> out.write(signature));
      }
      folder.finish();
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

  private static SortedMap<String, String> digests(List<ExportedFile> files) {
    SortedMap<String, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file.name(), file.sha256()));
    return digests;
  }

  private void write(WholeFolder folder, CodebookVersion codebook) throws IOException {
    ExportType type = settings.dtype();
    Codebooks codebooks = new Codebooks(warehouse);
    TokenMatrix prototypes = codebooks.embeddings(codebook);
    List<Origin> origins = Origin.of(codebooks, codebook);
    Optional<CardEvaluation> evaluation = CardEvaluation.of(warehouse, codebook);
    ExportedFile stored =
        folder.add(
            "codebook.safetensors",
            out ->
                Safetensors.write(
                    out,
                    type,
                    List.of(new Safetensors.Tensor(TENSOR, prototypes)),
                    metadata(codebook)));
    folder.add("card.json", Descriptions.card(warehouse, codebook, evaluation, origins));
    folder.add(ExportFolder.CONTRACT, Contract.of(codebook, stored, settings, prototypes));
    TokenMatrix served = Elements.stored(type, prototypes);
    addFormats(folder, served, origins);
    addTestVectors(folder, served);
    add(folder, HubCard.FILE, HubCard.of(codebook, evaluation, settings.hub()));
    add(folder, ModelPack.FILE, ModelPack.of(codebook.version(), type, folder.files()));
  }

  private void addFormats(WholeFolder folder, TokenMatrix served, List<Origin> origins)
      throws IOException {
    ExportType type = settings.dtype();
    for (ExportFormat format : settings.formats()) {
      switch (format) {
        case ONNX -> folder.add(OnnxRule.FILE, out -> out.write(OnnxRule.of(served)));
        case NPY -> folder.add("codebook.npy", out -> NpyFile.write(out, type, served));
        case PARQUET ->
            folder.add(
                "codebook.parquet", out -> PrototypeTable.write(out, served, origins, hadoop));
        case PT -> {
          folder.add("codebook.pt", out -> TorchFile.write(out, type, served));
          ArrayNode images = JsonNodeFactory.instance.arrayNode();
          origins.forEach(origin -> images.add(origin.imageId()));
          folder.add("codebook.json", images);
        }
      }
    }
  }

  private static void addTestVectors(WholeFolder folder, TokenMatrix served) throws IOException {
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

  private static void add(WholeFolder folder, String name, String text) throws IOException {
    folder.add(name, out -> out.write(text.getBytes(UTF_8)));
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
