package org.tokenquarry.pack;

/**
 * One image of a pack.
 *
 * @param imageId sha256 of the bytes
 * @param position in the pack, from 0
 * @param content the bytes of the file
 */
public record PackedImage(String imageId, int position, byte[] content) {}
