package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundledModel;

/** The files of an export that describe it: {@code card.json} and {@code manifest.json}. */
final class Descriptions {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Descriptions() {}

  /**
   * What the codebook is, what it is worth, and where each prototype comes from.
   *
   * @param evaluation what it is worth; empty where that was not measured
   * @param origins of the prototypes
   */
  static ObjectNode card(
      Warehouse warehouse,
      CodebookVersion codebook,
      Optional<CardEvaluation> evaluation,
      List<Origin> origins) {
    ObjectNode card = JSON.createObjectNode();
    card.put("name", "TokenQuarry redundancy codebook");
    card.put("method", "arXiv:2503.20540");
    card.put("version", codebook.version());
    card.put("status", codebook.status().code());
    card.put("publishedAt", Objects.toString(codebook.publishedAt(), null));
    card.put("space", codebook.space());
    // For models with tiles: the tokens of tiles come from the same projector.
    card.put("minedView", codebook.minedView());
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
    card.put("clustering", clustering(codebook));
    card.put("cells", Math.max(1, codebook.cells()));
    card.set("settings", codebook.parsedSettings());
    card.set("evaluation", JSON.valueToTree(evaluation.orElse(null)));
    card.set("prototypes", prototypes(origins));
    return card;
  }

  private static String clustering(CodebookVersion codebook) {
    if (codebook.imported()) {
      return "not known: imported";
    }
    return codebook.cells() == 0 ? "exact" : "approximate: partitioned";
  }

  private static ArrayNode prototypes(List<Origin> origins) {
    ArrayNode prototypes = JSON.createArrayNode();
    for (Origin origin : origins) {
      ObjectNode prototype = prototypes.addObject();
      prototype.put("id", prototypes.size() - 1);
      prototype.put("cluster", origin.cluster());
      prototype.put("imageId", origin.imageId());
      prototype.put("token", origin.token());
    }
    return prototypes;
  }

  /** The sha256 of each file. */
  static ObjectNode manifest(List<ExportedFile> files) {
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

  /** The bytes of a file. */
  static byte[] bytes(JsonNode node) {
    try {
      return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can always be written", e);
    }
  }
}
