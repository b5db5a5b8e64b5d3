package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * An image's visual tokens and the findings about those that were probed, or why there are none.
 *
 * @param tokens all visual tokens of the image
 * @param findings ascending by token; empty where the model failed on the image
 * @param failure what is wrong with what the model gave; null where nothing is
 */
public record ExaminedImage(
    VisualTokens tokens, List<TokenFinding> findings, ModelFailure failure) {}
