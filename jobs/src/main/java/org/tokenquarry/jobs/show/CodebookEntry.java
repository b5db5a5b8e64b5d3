package org.tokenquarry.jobs.show;

import org.tokenquarry.jobs.table.CodebookVersion;

/**
 * One version in a list.
 *
 * @param version 1, 2, …
 * @param status candidate, published or retired
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
 */
public record CodebookEntry(
    long version,
    String status,
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
    String publishedAt) {

  static CodebookEntry of(CodebookVersion codebook) {
    return new CodebookEntry(
        codebook.version(),
        codebook.status().code(),
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
        codebook.publishedAt() == null ? null : codebook.publishedAt().toString());
  }
}
