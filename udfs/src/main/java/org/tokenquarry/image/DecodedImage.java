package org.tokenquarry.image;

/**
 * What came out of a file.
 *
 * @param format the format's name in lower case: {@code jpeg}, {@code png}, {@code gif}, {@code
 *     webp}, {@code tiff} or {@code bmp}
 * @param image upright: width and height are those after the EXIF orientation was applied
 */
public record DecodedImage(String format, RgbImage image) {}
