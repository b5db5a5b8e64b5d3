package org.tokenquarry.answer;

import org.tokenquarry.token.TokenMatrix;

/**
 * What the language model is shown of an image.
 *
 * @param tokens {@code [m, D]}, in spatial order
 * @param positions {@code [m]}: the number of each among all N tokens, ascending; do not modify
 */
public record Given(TokenMatrix tokens, int[] positions) {}
