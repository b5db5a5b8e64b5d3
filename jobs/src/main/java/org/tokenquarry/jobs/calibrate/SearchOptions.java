package org.tokenquarry.jobs.calibrate;

import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.SearchSettings;

/**
 * How better settings of a codebook are searched.
 *
 * @param settings which settings are tried, and how
 * @param cluster what the trials do not change
 * @param questions location of the validation questions, JSON Lines or Parquet
 * @param scoring how answers are judged to questions that say nothing else
 * @param maxAnswerTokens how long an answer may become where it is read as text
 * @param positions how tokens are numbered that are left
 * @param batching how many sequences go through the decoder at once
 * @param imagesPerTask images of one Spark task
 */
public record SearchOptions(
    SearchSettings settings,
    ClusterSettings cluster,
    String questions,
    Scoring scoring,
    int maxAnswerTokens,
    Positions positions,
    Batching batching,
    int imagesPerTask) {}
