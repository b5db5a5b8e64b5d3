package org.tokenquarry.jobs.evaluate;

import java.util.List;

/**
 * What {@code evaluate} found.
 *
 * @param version the codebook
 * @param questionSet the questions, with the beginning of their digest
 * @param images held-out images
 * @param questions questions about them
 * @param unpruned accuracy with all visual tokens
 * @param rows by pruner, then by budget from large to small
 */
public record EvaluateSummary(
    long version,
    String questionSet,
    long images,
    long questions,
    double unpruned,
    List<EvaluationRow> rows) {}
