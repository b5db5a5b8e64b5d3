package org.tokenquarry.jobs.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tokenquarry.digest.Sha256;

/** What is signed: an in-toto statement about the sha256 of each file of a folder. */
final class Statement {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://model_signing/signature/v1.0";

  /** Not signed: the signature, and what hubs and repositories add. */
  private static final List<String> IGNORED =
      List.of(FolderSignature.FILE, ".git", ".gitattributes", ".github", ".gitignore");

  private Statement() {}

  /**
   * The statement about a folder, JSON.
   *
   * @param name of the folder
   * @param files sha256 of each, hexadecimal, by its name
   */
  static byte[] of(String name, SortedMap<String, String> files) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("_type", TYPE);
    ObjectNode subject = statement.putArray("subject").addObject().put("name", name);
    subject.putObject("digest").put("sha256", root(files));
    statement.put("predicateType", PREDICATE);
    ObjectNode predicate = statement.putObject("predicate");
    ArrayNode resources = predicate.putArray("resources");
    files.forEach(
        (file, sha256) ->
            resources
                .addObject()
                .put("name", file)
                .put("algorithm", "sha256")
                .put("digest", sha256));
    ObjectNode serialization = predicate.putObject("serialization");
    serialization.put("method", "files").put("hash_type", "sha256").put("allow_symlinks", false);
    IGNORED.forEach(serialization.putArray("ignore_paths")::add);
    return statement.toString().getBytes(UTF_8);
  }

  /**
   * The sha256 of each file of a statement, by its name.
   *
   * @throws IllegalArgumentException if it is no such statement, or contradicts itself
   */
  static SortedMap<String, String> files(byte[] statement) {
    try {
      JsonNode read = JSON.readTree(statement);
      SortedMap<String, String> files = new TreeMap<>();
      for (JsonNode resource : read.at("/predicate/resources")) {
        files.put(resource.path("name").asText(), resource.path("digest").asText());
      }
      boolean ours =
          read.path("_type").asText().equals(TYPE)
              && read.path("predicateType").asText().equals(PREDICATE)
              && read.at("/predicate/serialization/method").asText().equals("files")
              && read.at("/subject/0/digest/sha256").asText().equals(root(files));
      if (!ours) {
        throw new IllegalArgumentException("it is no statement about the files of a model");
      }
      return files;
    } catch (IOException e) {
      throw new IllegalArgumentException("its statement is no JSON", e);
    }
  }

  /** The digest of all digests, in the order of the names. */
  private static String root(SortedMap<String, String> files) {
    MessageDigest root = Sha256.start();
    files.values().forEach(hex -> root.update(HexFormat.of().parseHex(hex)));
    return HexFormat.of().formatHex(root.digest());
  }
}
