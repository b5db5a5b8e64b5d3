package org.tokenquarry.answer;

/**
 * Which positions the kept visual tokens have in the language model. Where its positions are not a
 * count ({@link org.tokenquarry.model.PositionRule}), both are the same: tokens and question keep
 * the positions of the whole image.
 */
public enum Positions {

  /** Consecutive positions, with the question directly behind them. */
  COMPACTED,

  /** The positions that tokens and question have where no token is dropped. */
  ORIGINAL
}
