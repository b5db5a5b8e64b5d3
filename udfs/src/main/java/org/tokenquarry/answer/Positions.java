package org.tokenquarry.answer;

/** How the tokens that are left of an image are numbered for the language model. */
public enum Positions {

  /** They follow one another, and the question follows them. */
  COMPACTED,

  /** Each keeps the number it has among all tokens, and so does the question. */
  ORIGINAL
}
