package org.tokenquarry.jobs.table;

/** What an image is for: the values of the column {@code split} of {@code images}. */
public final class Split {

  /** Codebooks are mined from it. */
  public static final String MINE = "mine";

  /** Codebooks are judged on it, and it is never mined. */
  public static final String HELDOUT = "heldout";

  private Split() {}
}
