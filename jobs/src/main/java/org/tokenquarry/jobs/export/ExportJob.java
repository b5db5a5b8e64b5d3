package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundledModel;

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

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Takes the published version unless another is named: that is what servers should use. */
  @Override
  public ExportSummary run(JobContext context) {
    CodebookVersion codebook = context.codebook(CodebookSelection.PUBLISHED);
    Warehouse warehouse = context.warehouse();
    ExportSettings settings = context.settings().export();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("codebook.safetensors", tensors(warehouse, settings, codebook));
    contents.put("card.json", json(card(warehouse, codebook)));
    List<ExportedFile> files = new ArrayList<>(described(contents));
    contents.put("manifest.json", json(manifest(files)));
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

  private static ObjectNode card(Warehouse warehouse, CodebookVersion codebook) {
    ObjectNode card = JSON.createObjectNode();
    card.put("name", "TokenQuarry redundancy codebook");
    card.put("method", "arXiv:2503.20540");
    card.put("version", codebook.version());
    card.put("status", codebook.status().code());
    card.put("publishedAt", Objects.toString(codebook.publishedAt(), null));
    card.put("space", codebook.space());
    // For models with tiles: the tokens of tiles come from the same projector.
    card.put("minedView", "base");
    card.put("model", codebook.modelName());
    card.put("modelDigest", codebook.modelDigest());
    card.put("settingsDigest", codebook.settingsDigest());
    card.put("contentDigest", codebook.contentDigest());
    card.put("thresholds", new Calibrations(warehouse).origin(codebook));
    BundledModel.caveat(codebook.modelName()).ifPresent(caveat -> card.put("caveat", caveat));
    card.put("images", codebook.images());
    card.put("tokens", codebook.tokens());
    card.put("redundantTokens", codebook.redundantTokens());
    card.put("clusters", codebook.clusters());
    card.set("settings", codebook.parsedSettings());
    card.set("evaluation", JSON.valueToTree(CardEvaluation.of(warehouse, codebook).orElse(null)));
    card.set("prototypes", origins(warehouse, codebook));
    return card;
  }

  private static ArrayNode origins(Warehouse warehouse, CodebookVersion codebook) {
    ArrayNode origins = JSON.createArrayNode();
    // There are at most cluster.maxCandidates prototypes.
    for (Row prototype :
        new Codebooks(warehouse)
            .prototypes(codebook.version())
            .select("prototype_id", "cluster_id", "image_id", "token_index")
            .collectAsList()) {
      ObjectNode origin = origins.addObject();
      origin.put("id", prototype.<Integer>getAs("prototype_id"));
      origin.put("cluster", prototype.<Integer>getAs("cluster_id"));
      origin.put("imageId", prototype.<String>getAs("image_id"));
      origin.put("token", prototype.<Integer>getAs("token_index"));
    }
    return origins;
  }

  private static ObjectNode manifest(List<ExportedFile> files) {
    ObjectNode manifest = JSON.createObjectNode();
    ArrayNode entries = manifest.putArray("files");
    for (ExportedFile file : files) {
      entries
          .addObject()
          .put("name", file.name())
          .put("sha256", file.sha256())
          .put("bytes", file.bytes());
    }
    return manifest;
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

  private static byte[] json(ObjectNode node) {
    try {
      return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can always be written", e);
    }
  }
}
