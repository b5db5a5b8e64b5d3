package org.tokenquarry.jobs.table;

/**
 * The names under which figures stand in {@code evaluations}: who writes them and who reads them
 * agree here.
 */
public final class FigureNames {

  /** Metric: share of the questions answered rightly. */
  public static final String ACCURACY = "accuracy";

  /** Metric: accuracy over the unpruned model's. */
  public static final String RELATIVE = "relative";

  /** Metric: how many images a question set is about. */
  public static final String IMAGES = "images";

  /** The name of all question sets together. */
  public static final String ALL = "all";

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
}
