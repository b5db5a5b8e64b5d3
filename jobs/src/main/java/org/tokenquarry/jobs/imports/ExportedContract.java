package org.tokenquarry.jobs.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.tokenquarry.error.UserException;

/**
 * What {@code contract.json} of an export says about its codebook.
 *
 * @param file that holds the prototypes, a plain name
 * @param sha256 of this file
 * @param tensor name of the prototypes in it
 * @param modelDigest of the model that they were mined from
 * @param space that they lie in
 */
record ExportedContract(
    String file, String sha256, String tensor, String modelDigest, String space) {

  static final String FILE = "contract.json";

  /** A contract has some thousand bytes. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a contract.
   *
   * @param in the file; the caller closes it
   * @param location of its directory, for messages
   * @throws UserException {@code codebook-file-damaged} if it does not say what it must
   */
  static ExportedContract read(InputStream in, String location) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES);
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (IOException e) {
      throw ImportErrors.notExported(location, "its contract is no JSON");
    }
    ExportedContract contract =
        new ExportedContract(
            text(root, "/codebook/file", location),
            text(root, "/codebook/sha256", location),
            text(root, "/codebook/tensor", location),
            text(root, "/model/digest", location),
            text(root, "/space/name", location));
    // A name with a slash could leave the directory.
    if (!FILE_NAME.matcher(contract.file()).matches()) {
      throw ImportErrors.notExported(location, "its contract names no file in it");
    }
    return contract;
  }

  private static String text(JsonNode root, String path, String location) {
    JsonNode node = root.at(path);
    if (!node.isTextual()) {
      throw ImportErrors.notExported(location, "its contract has no " + path.substring(1));
    }
    return node.textValue();
  }
}
