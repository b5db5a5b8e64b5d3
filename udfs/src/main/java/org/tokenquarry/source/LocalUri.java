package org.tokenquarry.source;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.EncoderException;
import org.apache.commons.codec.net.PercentCodec;

/**
 * The URI of a local file, as the tables hold it, and back. Every file has one URI, whatever its
 * name, and no two files have the same.
 *
 * <p>It is {@code file:} and the path as it stands, as Hadoop prints it: {@code file:/a/b c
 * 50%.jpg}. Nothing is escaped and nothing is a wildcard. Only a path that is no UTF-8 is told
 * otherwise, percent-encoded behind three slashes: {@code file:///a/%FF.jpg}.
 *
 * <p>Names are taken as bytes, so that nothing depends on the locale of the process.
 */
public final class LocalUri {

  private static final String AS_IT_STANDS = "file:";
  private static final String ENCODED = "file:///";

  /** Escapes every byte but letters, digits and a few that mean nothing in a URI. */
  private static final PercentCodec CODEC = codec("-._~/");

  private LocalUri() {}

  /**
   * The path of a local file.
   *
   * @return empty where the URI is not of a local file
   * @throws IllegalArgumentException if no file can have this path
   */
  public static Optional<Path> path(String uri) {
    if (uri.startsWith(ENCODED)) {
      return Optional.of(Path.of(URI.create(uri)));
    }
    if (uri.startsWith("file:/") && !uri.startsWith("file://")) {
      return Optional.of(
          Path.of(URI.create("file://" + encoded(uri.substring(AS_IT_STANDS.length())))));
    }
    return Optional.empty();
  }

  /** The URI of a local file, which need not exist. */
  public static String of(Path path) {
    URI encoded = path.toUri();
    String rawPath = encoded.getRawPath();
    try {
      byte[] bytes = CODEC.decode(rawPath.getBytes(StandardCharsets.US_ASCII));
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // Java ends the URI of a folder with a slash.
      return AS_IT_STANDS + (text.length() > 1 && text.endsWith("/") ? chopped(text) : text);
    } catch (CharacterCodingException e) {
      return encoded.toString();
    } catch (DecoderException e) {
      throw new IllegalStateException("Java escapes paths in pairs of digits", e);
    }
  }

  private static String chopped(String text) {
    return text.substring(0, text.length() - 1);
  }

  private static String encoded(String path) {
    try {
      byte[] bytes = CODEC.encode(path.getBytes(StandardCharsets.UTF_8));
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (EncoderException e) {
      throw new IllegalStateException("bytes can always be escaped", e);
    }
  }

  private static PercentCodec codec(String plain) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    for (char c = 0; c < 0x80; c++) {
      if (!Character.isLetterOrDigit(c) && plain.indexOf(c) < 0) {
        escaped.write(c);
      }
    }
    return new PercentCodec(escaped.toByteArray(), false);
  }
}
