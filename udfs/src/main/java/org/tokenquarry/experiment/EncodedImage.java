package org.tokenquarry.experiment;

import org.tokenquarry.token.VisualTokens;

/**
 * An image that went through the vision tower.
 *
 * @param tokens all its visual tokens
 * @param probed what the engine examines; null where a token is not finite
 */
public record EncodedImage(VisualTokens tokens, ProbedImage probed) {}
