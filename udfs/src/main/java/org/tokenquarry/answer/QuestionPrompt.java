package org.tokenquarry.answer;

/**
 * A question as the language model receives it.
 *
 * @param ids token ids between the last image and the answer, at least one; do not modify
 * @param maxTokens most tokens of the answer; 0 where only the first token's logits are needed
 */
public record QuestionPrompt(long[] ids, int maxTokens) {}
