package org.tokenquarry.jobs.config;

/**
 * Clustering that looks for neighbours within cells only.
 *
 * @param cells how many there are; 0 if that follows from the number of tokens
 */
public record PartitionSettings(int cells) {

  /** Tokens of a cell, about, where the number of cells follows from them. */
  private static final int TOKENS_OF_A_CELL = 8192;

  /** Parts of a cell. */
  private static final int PARTS = 8;

  /** With more of them k-means takes longer than they save. */
  private static final int MOST = 1024;

  /** With the number of cells that so many tokens, at least 1, are divided into. */
  public PartitionSettings of(long tokens) {
    return cells > 0
        ? this
        : new PartitionSettings((int) Math.min(MOST, (tokens - 1) / TOKENS_OF_A_CELL + 1));
  }

  /**
   * How many parts the cells are made of: centres of k-means. More than {@value #MOST} are only
   * made if there are more cells.
   */
  public int parts() {
    return cells == 1 ? 1 : Math.max(cells, (int) Math.min(MOST, (long) PARTS * cells));
  }

  static PartitionSettings from(Section in) {
    return new PartitionSettings(in.countOr("cells", "auto", 0));
  }
}
