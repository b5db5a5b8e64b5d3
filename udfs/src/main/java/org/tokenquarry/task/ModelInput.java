package org.tokenquarry.task;

import org.tokenquarry.image.Pixels;

/**
 * An image as the model receives it, or why the model cannot have it.
 *
 * @param pixels null where the image is refused
 * @param refusal why the image is refused; null where it is not
 */
record ModelInput(Pixels pixels, Refusal refusal) {}
