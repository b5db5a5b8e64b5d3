package org.tokenquarry.jobs.table;

import java.util.Set;

/**
 * The names under which figures stand in {@code evaluations}: who writes them and who reads them
 * agree here.
 */
public final class FigureNames {

  /** Metric: mean score of the answers; the share of right ones where scores are 0 or 1. */
  public static final String ACCURACY = "accuracy";

  /** Metric: accuracy over the unpruned model's. */
  public static final String RELATIVE = "relative";

  /** Metric: accuracy less the reference pruner's at the same budget. */
  public static final String DIFFERENCE = "difference";

  private static final String DIFFERENCE_TO = "difference-to-";

  /** Metric: Jensen-Shannon divergence of first tokens from the full input's, nats. */
  public static final String FIDELITY_JSD = "fidelity-jsd";

  /** Metric: share of the questions with the full input's most probable first token. */
  public static final String FIDELITY_TOP1 = "fidelity-top1";

  /** Metric: F1 of the answer yes. */
  public static final String F1 = "f1";

  /** Metric: share of the decoder's operations saved for the prompt. */
  public static final String FLOPS_SAVED = "flops-saved";

  /** Metric: seconds of the decoder for one prompt. */
  public static final String PREFILL_SECONDS = "prefill-seconds";

  /**
   * Metric: how many images a question set is about; where questions have answers, those that these
   * questions are about.
   */
  public static final String IMAGES = "images";

  /** The name of all question sets together. */
  public static final String ALL = "all";

  /** The pruner's name for figures that depend on the budget alone. */
  public static final String ANY_PRUNER = "any";

  private static final Set<String> NEED_ANSWERS = Set.of(ACCURACY, RELATIVE, DIFFERENCE, F1);
  private static final char DIGEST = '#';
  private static final int DIGEST_SHOWN = 8;

  private FigureNames() {}

  /**
   * A question set is named with the beginning of its file's digest, so that figures say what they
   * rest on.
   */
  public static String questionSet(String name, String digest) {
    return name + DIGEST + digest.substring(0, DIGEST_SHOWN);
  }

  /** How the names of all figures over one name of sets begin. */
  public static String questionSetPrefix(String name) {
    return name + DIGEST;
  }

  /** The name without the digest. */
  public static String bareName(String questionSet) {
    return questionSet.substring(0, questionSet.lastIndexOf(DIGEST));
  }

  /** The digest behind the name; sets of one file share it, and no other file's set has it. */
  static String digestSuffix(String questionSet) {
    return questionSet.substring(questionSet.lastIndexOf(DIGEST));
  }

  /** Metric: accuracy less that of another pruner at the same budget, whatever the reference is. */
  public static String differenceTo(String pruner) {
    return DIFFERENCE_TO + pruner;
  }

  /** Whether a metric rests on the questions that have answers, and not on all of a set. */
  public static boolean needsAnswers(String metric) {
    return NEED_ANSWERS.contains(metric) || metric.startsWith(DIFFERENCE_TO);
  }

  /**
   * The pruner's name where it probes another version's codebook, such as {@code codebook-v3}.
   *
   * @param pruner that probes a codebook
   */
  public static String ofVersion(String pruner, long version) {
    return pruner + "-v" + version;
  }
}
