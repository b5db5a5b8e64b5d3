/**
 * From the bytes of an image file to the pixels a vision encoder takes.
 *
 * <p>{@link org.tokenquarry.image.ImageDecoder} reads JPEG, PNG, GIF, WebP, TIFF and BMP within
 * limits and says why it cannot; {@link org.tokenquarry.image.Preprocessor} does what the
 * checkpoint's own preprocessor does. Where formats leave room (alpha, CMYK without a profile,
 * first frame of a GIF), the colours are those of Pillow's {@code convert("RGB")}, because that is
 * what the checkpoints were trained behind. Embedded colour profiles are ignored for the same
 * reason.
 *
 * <p>Decoding is strict: a file whose pixels are incomplete or damaged is unreadable. Everything
 * else that may be wrong with a file (metadata, checksums of optional chunks, a missing end marker)
 * is forgiven.
 */
package org.tokenquarry.image;
