package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * An image's visual tokens, and the findings about those that were probed.
 *
 * @param tokens all visual tokens of the image
 * @param findings ascending by token
 */
public record ExaminedImage(VisualTokens tokens, List<TokenFinding> findings) {}
