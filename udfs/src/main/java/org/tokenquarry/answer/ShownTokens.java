package org.tokenquarry.answer;

import org.tokenquarry.token.TokenMatrix;

/**
 * The visual tokens that the language model is shown of an image.
 *
 * @param tokens {@code [m, D]}, in spatial order
 * @param positions {@code [m]}: index of each among all N tokens, ascending; do not modify
 */
public record ShownTokens(TokenMatrix tokens, int[] positions) {}
