package org.tokenquarry.answer;

import org.tokenquarry.token.TokenMatrix;

/**
 * What the language model is shown of one image or several: visual tokens, newlines where it has
 * them, and the text between images.
 *
 * @param tokens {@code [m, D]}, in their order
 * @param positions {@code [m]}: place of each in the sequence of the whole images, ascending; do
 *     not modify
 * @param places how long that sequence is
 */
public record ShownTokens(TokenMatrix tokens, int[] positions, int places) {}
