package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * An image's visual tokens and what was found about the probed ones.
 *
 * @param tokens all of them
 * @param findings ascending by token
 */
public record ExaminedImage(VisualTokens tokens, List<TokenFinding> findings) {}
