package org.tokenquarry.experiment;

/**
 * The result for one probed token.
 *
 * @param token index in the grid, row-major from 0
 * @param clsRank rank by similarity to [CLS], from 1
 * @param scores the measured scores
 * @param verdict the verdict on these scores
 */
public record TokenFinding(int token, int clsRank, TokenScores scores, Verdict verdict) {}
