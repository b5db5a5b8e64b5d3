package org.tokenquarry.jobs.config;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.answer.View;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.Batching;

/**
 * How a codebook is measured.
 *
 * @param questions held-out questions: a directory or a file; empty where none was named
 * @param keeps shares of visual tokens kept, each in (0, 1]; the key {@code budgets}
 * @param pruners names of the pruners compared; {@code all} stands for every one
 * @param reference the pruner that differences are to
 * @param seeds of the random pruners
 * @param view what of an image the questions are asked about
 * @param budgetOver among which tokens a budget is spent, where a question is about several images
 * @param frames the most frames of a folder that a question is about
 * @param positions positions of the tokens that are kept
 * @param scoring how answers are scored to questions that name no scoring
 * @param maxAnswerTokens largest number of tokens of an answer that is scored as text
 * @param calibrationImages mined images that FitPrune is calibrated on
 * @param bootstrapSamples resamples behind the intervals
 * @param batchMemory bytes of a batch in the decoder
 * @param together how many evaluations are read as one table
 * @param suite whether the verb compares everything from the beginning, and how
 */
public record EvaluateSettings(
    Optional<String> questions,
    List<Double> keeps,
    List<String> pruners,
    String reference,
    List<Long> seeds,
    View view,
    BudgetOver budgetOver,
    int frames,
    Positions positions,
    Scoring scoring,
    int maxAnswerTokens,
    int calibrationImages,
    int bootstrapSamples,
    long batchMemory,
    int together,
    SuiteSettings suite) {

  /** The most images that a question is about: as many frames as LLaVA-Video takes of a video. */
  public static final int MOST_IMAGES = 64;

  /**
   * What of these settings the metrics depend on: not where the questions are, nor batches, nor
   * what a suite would do.
   */
  public EvaluateSettings metrics() {
    return new EvaluateSettings(
        Optional.empty(),
        keeps,
        pruners,
        reference,
        seeds,
        view,
        budgetOver,
        frames,
        positions,
        scoring,
        maxAnswerTokens,
        calibrationImages,
        bootstrapSamples,
        1,
        together,
        SuiteSettings.NONE);
  }

  /** How many sequences go through the decoder at once. */
  public Batching batching() {
    return new Batching(1, batchMemory);
  }

  /**
   * The file of the held-out questions.
   *
   * @throws UserException if none was named
   */
  public String questionsFile() {
    return fileOf(questions.orElseThrow(() -> new UserException(ConfigProblems.noQuestions())));
  }

  /** The directory that holds the held-out questions and their images, where one was named. */
  public Optional<String> questionsDirectory() {
    return questions.filter(named -> !isFile(named));
  }

  /** The file of questions that were named by it or by its directory. */
  public static String fileOf(String named) {
    return isFile(named) ? named : named + "/questions.jsonl";
  }

  private static boolean isFile(String named) {
    return named.endsWith(".jsonl") || named.endsWith(".parquet");
  }

  static EvaluateSettings from(Section in) {
    return new EvaluateSettings(
        in.optionalText("questions"),
        in.numbers("budgets", Range.POSITIVE_FRACTION),
        in.texts("pruners"),
        in.text("reference"),
        in.wholeLongs("seeds"),
        in.choice("view", View.class),
        in.choice("budgetOver", BudgetOver.class),
        in.integer("frames", new Range(1, MOST_IMAGES, Range.Edges.BOTH)),
        in.choice("positions", Positions.class),
        in.choice("scoring", Scoring.class),
        in.integer("maxAnswerTokens", Range.atLeast(1)),
        in.integer("calibrationImages", Range.atLeast(1)),
        in.integer("bootstrapSamples", Range.atLeast(1)),
        in.bytes("batchMemory"),
        in.integer("together", Range.atLeast(1)),
        SuiteSettings.from(in.section("suite")));
  }
}
