package org.tokenquarry.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.lang3.StringUtils;

/** SHA-256 digests as 64 lower-case hexadecimal digits. */
public final class Sha256 {

  private static final int SHOWN = 12;

  private Sha256() {}

  /** The digest of bytes. */
  public static String of(byte[] content) {
    return DigestUtils.sha256Hex(content);
  }

  /** The digest of a text in UTF-8. */
  public static String of(String text) {
    return DigestUtils.sha256Hex(text);
  }

  /** The digest of the rest of a stream; the caller closes it. */
  public static String of(InputStream content) throws IOException {
    return DigestUtils.sha256Hex(content);
  }

  /** The digest of several texts in their order, in UTF-8, each followed by a line feed. */
  public static String of(Collection<String> lines) {
    MessageDigest digest = start();
    for (String line : lines) {
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return Hex.encodeHexString(digest.digest());
  }

  /** The first digits of a digest, for messages and pages. */
  public static String beginning(String digest) {
    return StringUtils.truncate(digest, SHOWN) + "…";
  }

  /** A digest that the caller updates piece by piece. */
  public static MessageDigest start() {
    return DigestUtils.getSha256Digest();
  }
}
