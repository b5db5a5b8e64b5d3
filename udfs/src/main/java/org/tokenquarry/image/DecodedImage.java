package org.tokenquarry.image;

/**
 * An image as read from a file.
 *
 * @param format the format's name in lower case: {@code jpeg}, {@code png}, {@code gif}, {@code
 *     webp}, {@code tiff} or {@code bmp}
 * @param image the pixels, after the EXIF orientation was applied
 */
public record DecodedImage(String format, RgbImage image) {}
