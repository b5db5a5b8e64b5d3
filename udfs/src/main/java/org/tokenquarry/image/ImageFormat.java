package org.tokenquarry.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Image formats. A file's format is recognised by its first bytes, never by its name. */
enum ImageFormat {
  JPEG(new JpegCodec(), "\u00ff\u00d8\u00ff"),
  PNG(new PngCodec(), "\u0089PNG\r\n\u001a\n"),
  GIF(new GifCodec(), "GIF87a", "GIF89a"),
  WEBP(new WebpCodec(), "RIFF????WEBP"),
  TIFF(new TiffCodec(), "II*\0", "MM\0*"),
  BMP(new BmpCodec(), "BM"),
  JPEG_2000("\0\0\0\fjP  \r\n\u0087\n", "\u00ffO\u00ffQ"),
  AVIF("????ftypavif", "????ftypavis"),
  HEIF("????ftyphei", "????ftyphev", "????ftypmif1", "????ftypmsf1"),
  JPEG_XL("\u00ff\n", "\0\0\0\fJXL \r\n\u0087\n"),
  ICO("\0\0\1\0"),
  PSD("8BPS"),
  BIG_TIFF("II+\0", "MM\0+");

  private static final char ANY = '?';

  private final Codec codec;
  private final byte[][] signatures;

  ImageFormat(String... signatures) {
    this(null, signatures);
  }

  ImageFormat(Codec codec, String... signatures) {
    this.codec = codec;
    this.signatures =
        Arrays.stream(signatures)
            .map(s -> s.getBytes(StandardCharsets.ISO_8859_1))
            .toArray(byte[][]::new);
  }

  /** The format whose signature the content begins with. */
  static Optional<ImageFormat> of(byte[] content) {
    return Arrays.stream(values()).filter(format -> format.begins(content)).findFirst();
  }

  /** The codec of this format; empty if the format is known but not read. */
  Optional<Codec> codec() {
    return Optional.ofNullable(codec);
  }

  private boolean begins(byte[] content) {
    return Arrays.stream(signatures).anyMatch(signature -> matches(signature, content));
  }

  private static boolean matches(byte[] signature, byte[] content) {
    if (content.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (signature[i] != ANY && signature[i] != content[i]) {
        return false;
      }
    }
    return true;
  }
}
