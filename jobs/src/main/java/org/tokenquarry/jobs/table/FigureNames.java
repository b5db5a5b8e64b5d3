package org.tokenquarry.jobs.table;

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

  /** Metric: how many images a question set is about. */
  public static final String IMAGES = "images";

  /** The name of all question sets together. */
  public static final String ALL = "all";

  /** The pruner's name for figures that depend on the budget alone. */
  public static final String ANY_PRUNER = "any";

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
    return questionSet.substring(0, questionSet.indexOf(DIGEST));
  }

  /** The pruner's name for another version's codebook, such as {@code codebook-v3}. */
  public static String codebook(long version) {
    return "codebook-v" + version;
  }
}
