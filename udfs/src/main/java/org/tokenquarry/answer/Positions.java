package org.tokenquarry.answer;

/** Which positions the kept visual tokens have in the language model. */
public enum Positions {

  /** Consecutive positions, with the question directly behind them. */
  COMPACTED,

  /** The positions that tokens and question have where no token is dropped. */
  ORIGINAL
}
