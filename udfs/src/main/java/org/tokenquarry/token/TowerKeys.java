package org.tokenquarry.token;

/**
 * What the vision tower knows of one image beside its features: methods read it that merge tokens
 * before the projector.
 *
 * @param states {@code [1 + N, Dv]}: ViT features of the selected layer, [CLS] first; {@code [N,
 *     Dv]} where the tower has no [CLS]
 * @param keys {@code [1 + N, d]} or {@code [N, d]}: keys of the block that produced the features,
 *     as the mean over heads
 * @param queryBehind {@code [Dw]}: the query of [CLS] in the block behind that one, not scaled;
 *     empty where the tower has none; do not modify
 * @param keysBehind {@code [1 + N, Dw]}: the keys there, heads side by side; no rows where the
 *     tower has none
 */
public record TowerKeys(
    TokenMatrix states, TokenMatrix keys, float[] queryBehind, TokenMatrix keysBehind) {}
