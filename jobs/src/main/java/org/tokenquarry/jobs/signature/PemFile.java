package org.tokenquarry.jobs.signature;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.bouncycastle.openssl.PEMParser;
import org.tokenquarry.error.UserException;

/** Reads keys as OpenSSL writes them. */
final class PemFile {

  private PemFile() {}

  /**
   * Reads the first key of a file.
   *
   * @param kind of the key, for messages
   * @param key makes a key of an object of the file; null for objects that are none; throws
   *     IllegalArgumentException for a key that cannot be used
   * @throws UserException {@code key-invalid} if there is none
   */
  static <T> T read(String file, String kind, Function<Object, T> key) {
    try (Reader text = Files.newBufferedReader(Path.of(file));
        PEMParser parser = new PEMParser(text)) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        T found = key.apply(each);
        if (found != null) {
          return found;
        }
      }
      throw invalid(file, kind, "it holds none");
    } catch (IOException | IllegalArgumentException e) {
      throw invalid(file, kind, e.getMessage());
    }
  }

  private static UserException invalid(String file, String kind, String reason) {
    return new UserException(
        "key-invalid",
        "The file " + file + " gives no " + kind + " key: " + reason + ".",
        "Make a key by `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem`, and its public"
            + " half by `openssl pkey -in key.pem -pubout -out public.pem`.");
  }
}
