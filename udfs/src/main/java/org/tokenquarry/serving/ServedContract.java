package org.tokenquarry.serving;

/**
 * What a contract says about its prototypes.
 *
 * @param file name of the file that holds them
 * @param tensor their name in it
 * @param rows n
 * @param width D
 * @param dtype {@code float32} or {@code float16}
 * @param contentDigest sha256 of the prototypes as they were mined
 * @param modelDigest of the model that they belong to
 */
public record ServedContract(
    String file,
    String tensor,
    int rows,
    int width,
    String dtype,
    String contentDigest,
    String modelDigest) {}
