package org.tokenquarry.jobs.signature;

import java.util.SortedMap;
import org.tokenquarry.error.UserException;

/** The signature of a folder. */
public final class FolderSignature {

  /** Its name in the folder. */
  public static final String FILE = "model.sig";

  private FolderSignature() {}

  /**
   * Reads what was signed.
   *
   * @param folder for messages
   * @param bytes of the file
   * @param key whose signature it must be
   * @return the sha256 of each signed file, hexadecimal, by its name
   * @throws UserException {@code signature-invalid} if it is damaged, or by another key
   */
  public static SortedMap<String, String> verify(String folder, byte[] bytes, PublicKey key) {
    try {
      Envelope envelope = Envelope.read(bytes);
      if (!envelope.hint().equals(key.hint())) {
        throw invalid(folder, "it is by another key");
      }
      if (!key.verifies(Envelope.signed(envelope.payload()), envelope.signature())) {
        throw invalid(folder, "the key does not fit it");
      }
      return Statement.files(envelope.payload());
    } catch (IllegalArgumentException e) {
      throw invalid(folder, e.getMessage());
    }
  }

  private static UserException invalid(String folder, String reason) {
    return new UserException(
        "signature-invalid",
        "The signature of " + folder + " is not valid: " + reason + ".",
        "Get the export, or the key, again from where you trust it.");
  }
}
