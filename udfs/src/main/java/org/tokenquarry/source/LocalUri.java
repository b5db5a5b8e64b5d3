package org.tokenquarry.source;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.EncoderException;
import org.apache.commons.codec.net.PercentCodec;

/**
 * Converts the path of a local file to the URI that is stored in tables, and back. Every file has
 * exactly one URI, whatever its name, and no two files have the same URI.
 *
 * <p>It is {@code file:} and the unchanged path, as Hadoop prints it: {@code file:/a/b c 50%.jpg}.
 * Nothing is escaped and nothing is a wildcard. Only a path that is not UTF-8 has another form,
 * percent-encoded after three slashes: {@code file:///a/%FF.jpg}.
 *
 * <p>Names are handled as bytes, so the locale of the process does not matter.
 */
public final class LocalUri {

  private static final String AS_IT_STANDS = "file:";
  private static final String ENCODED = "file:///";

  /** Escapes every byte except letters, digits and a few characters without a meaning in a URI. */
  private static final PercentCodec CODEC = codec("-._~/");

  /** Such as {@code hdfs:}; a letter alone is a drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private LocalUri() {}

  /** Whether a location that a user wrote begins with a scheme, and so is no plain path. */
  public static boolean hasScheme(String location) {
    return SCHEME.matcher(location).matches();
  }

  /**
   * The path of a local file.
   *
   * @return empty if the URI is not that of a local file
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
      throw new IllegalStateException("Java escapes each byte of a path with two digits", e);
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
