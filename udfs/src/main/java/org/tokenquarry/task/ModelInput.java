package org.tokenquarry.task;

/**
 * An image as the model receives it, or why the model cannot have it.
 *
 * @param pixels {@code [3, H, W] float32}; null where the image is refused
 * @param refusal why the image is refused; null where it is not
 */
record ModelInput(float[] pixels, Refusal refusal) {}
