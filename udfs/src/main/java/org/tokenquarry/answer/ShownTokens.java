package org.tokenquarry.answer;

import org.tokenquarry.token.TokenMatrix;

/**
 * What the language model is shown of an image: visual tokens, and newlines where it has them.
 *
 * @param tokens {@code [m, D]}, in their order
 * @param positions {@code [m]}: place of each in the sequence of the whole image, ascending; do not
 *     modify
 * @param places how long that sequence is
 */
public record ShownTokens(TokenMatrix tokens, int[] positions, int places) {}
