package org.tokenquarry.answer;

/**
 * A question as the language model receives it.
 *
 * @param ids from behind the image to where the answer begins, at least one; do not modify
 * @param maxTokens how long an answer may become; 0 where only the first token matters
 */
public record Prompted(long[] ids, int maxTokens) {}
