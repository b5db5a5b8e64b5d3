package org.tokenquarry.jobs.table;

import org.tokenquarry.jobs.config.ImageSplit;
import org.tokenquarry.jobs.config.Words;

/** The use of an image: the values of the column {@code split} of {@code images}. */
public final class Split {

  /** Codebooks are mined from it. */
  public static final String MINE = Words.of(ImageSplit.MINE);

  /** Codebooks are evaluated on it, and it is never mined. */
  public static final String HELDOUT = Words.of(ImageSplit.HELDOUT);

  private Split() {}
}
