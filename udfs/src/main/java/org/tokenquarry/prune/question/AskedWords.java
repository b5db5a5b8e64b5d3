package org.tokenquarry.prune.question;

import org.tokenquarry.token.TokenMatrix;

/**
 * A question as embeddings at the input of the language model, without the words that the prompt
 * puts around it.
 *
 * @param all {@code [T, D] float32}: of all its tokens, at least one
 * @param content {@code [W, D] float32}: of the tokens of its content words, at least one; see
 *     {@link QuestionWords}
 */
public record AskedWords(TokenMatrix all, TokenMatrix content) {}
