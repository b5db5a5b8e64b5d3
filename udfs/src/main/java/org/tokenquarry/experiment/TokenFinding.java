package org.tokenquarry.experiment;

/**
 * The result for one probed token.
 *
 * @param token index in the grid, row-major from 0
 * @param clsRank rank by similarity to [CLS], from 1
 * @param scores what was measured
 * @param verdict what follows from it
 */
public record TokenFinding(int token, int clsRank, TokenScores scores, Verdict verdict) {}
