package org.tokenquarry.jobs.show;

import java.util.List;
import java.util.Objects;
import org.tokenquarry.jobs.table.AliasHistory;
import org.tokenquarry.jobs.table.CodebookVersion;

/**
 * One version in a list.
 *
 * @param version 1, 2, …
 * @param status candidate, published, replaced or retired
 * @param aliases that stand for it
 * @param model the model's name
 * @param modelDigest the model
 * @param settingsDigest the settings
 * @param contentDigest the embeddings
 * @param images images mined
 * @param tokens tokens probed
 * @param redundantTokens of these, redundant
 * @param clusters clusters kept
 * @param prototypes members
 * @param createdAt ISO 8601, UTC
 * @param publishedAt ISO 8601, UTC, or null
 * @param retiredAt ISO 8601, UTC, or null
 */
public record CodebookEntry(
    long version,
    String status,
    List<String> aliases,
    String model,
    String modelDigest,
    String settingsDigest,
    String contentDigest,
    long images,
    long tokens,
    long redundantTokens,
    int clusters,
    int prototypes,
    String createdAt,
    String publishedAt,
    String retiredAt) {

  /** Copies the list. */
  public CodebookEntry {
    aliases = List.copyOf(aliases);
  }

  static CodebookEntry of(CodebookVersion codebook, AliasHistory aliases) {
    return new CodebookEntry(
        codebook.version(),
        codebook.status().code(),
        aliases.namesOf(codebook.version()),
        codebook.modelName(),
        codebook.modelDigest(),
        codebook.settingsDigest(),
        codebook.contentDigest(),
        codebook.images(),
        codebook.tokens(),
        codebook.redundantTokens(),
        codebook.clusters(),
        codebook.prototypes(),
        codebook.createdAt().toString(),
        Objects.toString(codebook.publishedAt(), null),
        Objects.toString(codebook.retiredAt(), null));
  }

  /** The status, and the aliases if there are any. */
  String standing() {
    return aliases.isEmpty() ? status : status + ", " + String.join(", ", aliases);
  }
}
