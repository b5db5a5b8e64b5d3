package org.tokenquarry.answer;

/** Among which tokens a budget is spent, where a question is about several images. */
public enum BudgetOver {
  /** Each image keeps its share. */
  IMAGE,
  /** All images together keep the share, wherever its tokens are. */
  QUESTION
}
