package org.tokenquarry.jobs.report.page;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What was run.
 *
 * @param version of the codebook; empty when none came out
 * @param status of the codebook: candidate, published, …
 * @param space where its vectors live: projected or vision
 * @param modelName the bundle's name
 * @param modelDigest sha256 of the model
 * @param settingsDigest sha256 of the settings
 * @param runId of the run that made the codebook
 * @param created when, shown in UTC
 * @param images mined
 * @param tokens visual tokens examined
 * @param redundantTokens tokens found redundant
 * @param prototypes members of the codebook, of which the page may show a part
 */
public record RunFacts(
    OptionalInt version,
    String status,
    String space,
    String modelName,
    String modelDigest,
    String settingsDigest,
    String runId,
    Instant created,
    long images,
    long tokens,
    long redundantTokens,
    long prototypes) {}
