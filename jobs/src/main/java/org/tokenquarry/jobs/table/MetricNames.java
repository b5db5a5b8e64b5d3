package org.tokenquarry.jobs.table;

import java.util.Optional;
import java.util.Set;

/**
 * The names in the table {@code evaluations}: of metrics, of question sets, of pruners that probe
 * another version. Whoever writes or reads that table takes the names from here.
 */
public final class MetricNames {

  /** Metric: mean score of the answers; the share of right answers where scores are 0 or 1. */
  public static final String ACCURACY = "accuracy";

  /** Metric: accuracy divided by the accuracy of the unpruned model. */
  public static final String RELATIVE = "relative";

  /** Metric: accuracy minus the accuracy of the reference pruner at the same keep ratio. */
  public static final String DIFFERENCE = "difference";

  private static final String DIFFERENCE_TO = "difference-to-";

  private static final String CORRECTED_DIFFERENCE_TO = "corrected-difference-to-";

  /**
   * Metric: accuracy minus the accuracy of the unpruned model, with an interval that is corrected
   * for the number of pruners and keep ratios.
   */
  public static final String CHANGE = "corrected-change";

  /**
   * Metric: to how many pruners and keep ratios {@link #correctedDifferenceTo} was computed on a
   * set of questions. It stands in the rows of the unpruned model.
   */
  public static final String COMPARISONS = "comparisons";

  /** Metric: Jensen-Shannon divergence between the first tokens with and without pruning, nats. */
  public static final String FIDELITY_JSD = "fidelity-jsd";

  /** Metric: share of the questions whose most probable first token is unchanged by pruning. */
  public static final String FIDELITY_TOP1 = "fidelity-top1";

  /** Metric: F1 of the answer yes. */
  public static final String F1 = "f1";

  /** Metric: share of the yes-or-no questions that are answered yes where no is right. */
  public static final String WRONG_YES = "wrong-yes";

  /** Metric: share of the decoder's operations that is saved for the prompt. */
  public static final String FLOPS_SAVED = "flops-saved";

  /** Metric: mean number of visual tokens that enter the language model. */
  public static final String TOKENS = "tokens";

  /** Metric: seconds that the decoder takes for one prompt. */
  public static final String PREFILL_SECONDS = "prefill-seconds";

  /**
   * Metric: number of images that a question set is about. If some of its questions have answers,
   * only the images of these questions count.
   */
  public static final String IMAGES = "images";

  /** The name of all question sets of a file together. */
  public static final String ALL = "all";

  /** Stands in the column {@code pruner} if a metric depends on the keep ratio alone. */
  public static final String ANY_PRUNER = "any";

  private static final Set<String> NEED_ANSWERS =
      Set.of(ACCURACY, RELATIVE, DIFFERENCE, CHANGE, F1, WRONG_YES, COMPARISONS);
  private static final char DIGEST = '#';
  private static final int DIGEST_SHOWN = 8;

  private MetricNames() {}

  /**
   * The name of a question set in the table: its own name and the first 8 digits of its file's
   * digest. So a metric says which questions it rests on.
   *
   * @param name the set's own name, or {@link #ALL}
   * @param digest sha256 of the file
   */
  public static String questionSet(String name, String digest) {
    return name + DIGEST + digest.substring(0, DIGEST_SHOWN);
  }

  /** The beginning that the names of one set have in the table, whatever the file. */
  public static String questionSetPrefix(String name) {
    return name + DIGEST;
  }

  /** The set's own name, without the digest. */
  public static String bareName(String questionSet) {
    return questionSet.substring(0, questionSet.lastIndexOf(DIGEST));
  }

  /**
   * The digest at the end of a name. The sets of one file share it; sets of other files have
   * another.
   */
  static String digestSuffix(String questionSet) {
    return questionSet.substring(questionSet.lastIndexOf(DIGEST));
  }

  /**
   * Metric: accuracy minus the accuracy of another pruner at the same keep ratio. It does not
   * depend on the reference pruner.
   *
   * @param pruner name of the other pruner
   */
  public static String differenceTo(String pruner) {
    return DIFFERENCE_TO + pruner;
  }

  /**
   * Metric: the difference to the reference pruner, with an interval that is corrected for the
   * number of {@link #COMPARISONS}.
   *
   * @param reference name of that pruner
   */
  public static String correctedDifferenceTo(String reference) {
    return CORRECTED_DIFFERENCE_TO + reference;
  }

  /** The reference pruner of a {@link #correctedDifferenceTo}; empty for every other metric. */
  public static Optional<String> referenceOf(String metric) {
    return metric.startsWith(CORRECTED_DIFFERENCE_TO)
        ? Optional.of(metric.substring(CORRECTED_DIFFERENCE_TO.length()))
        : Optional.empty();
  }

  /** Whether a metric rests on the questions with answers only, and not on all of a set. */
  public static boolean needsAnswers(String metric) {
    return NEED_ANSWERS.contains(metric)
        || metric.startsWith(DIFFERENCE_TO)
        || metric.startsWith(CORRECTED_DIFFERENCE_TO);
  }

  /**
   * The name of a pruner that probes the codebook of another version, such as {@code codebook-v3}.
   *
   * @param pruner a pruner that probes a codebook
   * @param version the other version
   */
  public static String ofVersion(String pruner, long version) {
    return pruner + "-v" + version;
  }
}
