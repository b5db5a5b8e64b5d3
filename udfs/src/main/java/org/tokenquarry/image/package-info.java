/**
 * From the bytes of an image file to the input pixels of a vision encoder.
 *
 * <p>{@link org.tokenquarry.image.ImageDecoder} reads JPEG, PNG, GIF, WebP, TIFF and BMP within
 * limits, or says why it cannot. {@link org.tokenquarry.image.Preprocessor} does the same as the
 * preprocessor of the checkpoint. Where a format allows several results (alpha, CMYK without a
 * profile, first frame of a GIF), the colours are those of Pillow's {@code convert("RGB")}, because
 * the checkpoints were trained with them. Embedded colour profiles are ignored for the same reason.
 *
 * <p>Decoding is strict: a file whose pixels are incomplete or damaged is unreadable. Other errors
 * in a file (metadata, checksums of optional chunks, a missing end marker) are ignored.
 */
package org.tokenquarry.image;
