package org.tokenquarry.prune.question;

/**
 * A question as pruners see it.
 *
 * @param words what is asked
 * @param model answers the question; few pruners may ask it, see {@link QuestionPruner#asksModel}
 */
public record Asked(AskedWords words, ShownLogits model) {}
