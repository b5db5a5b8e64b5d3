package org.tokenquarry.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.Problem;
import org.tokenquarry.foreign.ForeignFile;
import org.tokenquarry.token.TokenMatrix;

/** The folder of an export on a local disk. Nothing in its files is executed. */
public final class ExportFolder {

  /** The file with the sha256 of all others. */
  public static final String MANIFEST = "manifest.json";

  /** The file with the promises to servers. */
  public static final String CONTRACT = "contract.json";

  private static final long LONGEST_JSON = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** Looks at a folder; reads nothing yet. */
  public ExportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What servers are promised.
   *
   * @throws org.tokenquarry.error.UserException if it is missing, does not have its sha256, or is
   *     of a newer release
   */
  public ServedContract contract() {
    requireWhole(CONTRACT);
    JsonNode contract = json(CONTRACT);
    if (contract.path("contract").asInt() != 1) {
      throw ServingErrors.contract(folder, contract.path("contract").asText());
    }
    JsonNode codebook = contract.path("codebook");
    String file = codebook.path("file").asText();
    if (!isPlain(file)) {
      throw ServingErrors.damaged(folder.resolve(CONTRACT), "names no file of its folder");
    }
    return new ServedContract(
        file,
        codebook.path("tensor").asText(),
        codebook.at("/shape/0").asInt(),
        codebook.at("/shape/1").asInt(),
        codebook.path("dtype").asText(),
        codebook.path("contentDigest").asText(),
        contract.at("/model/digest").asText());
  }

  /**
   * The prototypes, {@code [n, D] float32}.
   *
   * @param contract of this folder
   * @throws org.tokenquarry.error.UserException if they are missing, or are not those of the
   *     contract
   */
  public TokenMatrix prototypes(ServedContract contract) {
    requireWhole(contract.file());
    TokenMatrix rows = tensor(contract.file(), contract.tensor());
    if (rows.count() != contract.rows() || rows.dim() != contract.width()) {
      throw ServingErrors.damaged(
          folder.resolve(contract.file()), "lacks the tensor of " + CONTRACT);
    }
    return rows;
  }

  /**
   * A matrix of a safetensors file.
   *
   * @throws org.tokenquarry.error.UserException if there is none of this name
   */
  public TokenMatrix tensor(String file, String tensor) {
    Path path = regular(file);
    return ForeignFile.read(path, path.toString(), Optional.of(tensor)).rows();
  }

  /**
   * A file of JSON.
   *
   * @throws org.tokenquarry.error.UserException if it is missing, or no JSON object
   */
  public JsonNode json(String file) {
    Path path = regular(file);
    try {
      if (Files.size(path) > LONGEST_JSON) {
        throw ServingErrors.damaged(path, "is longer than " + LONGEST_JSON + " bytes");
      }
      // As text, because bytes that look like UTF-32 are another failure.
      JsonNode read = JSON.readTree(new String(Files.readAllBytes(path), UTF_8));
      if (read != null && read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw ServingErrors.damaged(path, "is no JSON object");
  }

  /**
   * The sha256 of each file by the manifest, by name.
   *
   * @throws org.tokenquarry.error.UserException if it is missing, or no manifest
   */
  public SortedMap<String, String> manifest() {
    SortedMap<String, String> sums = new TreeMap<>();
    for (JsonNode file : json(MANIFEST).path("files")) {
      String name = file.path("name").asText();
      if (!isPlain(name)) {
        throw ServingErrors.damaged(folder.resolve(MANIFEST), "names what is no file beside it");
      }
      sums.put(name, file.path("sha256").asText());
    }
    return sums;
  }

  /** The sha256 of each file that is there, by name; hidden ones are left out. */
  public SortedMap<String, String> found() {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(each -> !each.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw ServingErrors.missing(folder.resolve(MANIFEST));
    }
    SortedMap<String, String> sums = new TreeMap<>();
    for (Path file : files) {
      boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      sums.put(
          file.getFileName().toString(), plain ? sha256(file) : "none: it is a link or folder");
    }
    return sums;
  }

  /**
   * Where files differ from those of a list.
   *
   * @param listed sha256 by name
   * @param found sha256 by name
   * @param list its name, for messages
   * @return one for each file; empty if they are the same
   */
  public List<Problem> differences(
      SortedMap<String, String> listed, SortedMap<String, String> found, String list) {
    List<Problem> problems = new ArrayList<>();
    listed.forEach(
        (name, sum) -> {
          if (!found.containsKey(name)) {
            problems.add(ServingErrors.damage(folder.resolve(name), "is missing"));
          } else if (!found.get(name).equals(sum)) {
            problems.add(
                ServingErrors.damage(folder.resolve(name), "does not have the sha256 of " + list));
          }
        });
    found.keySet().stream()
        .filter(name -> !listed.containsKey(name))
        .forEach(
            name -> problems.add(ServingErrors.damage(folder.resolve(name), "is not in " + list)));
    return problems;
  }

  private void requireWhole(String name) {
    if (!sha256(regular(name)).equals(manifest().get(name))) {
      throw ServingErrors.damaged(folder.resolve(name), "does not have the sha256 of " + MANIFEST);
    }
  }

  /** Caches of model hubs hold links; what they lead to must have the sha256 all the same. */
  private Path regular(String name) {
    Path path = folder.resolve(name);
    if (!Files.isRegularFile(path)) {
      throw ServingErrors.missing(path);
    }
    return path;
  }

  private static String sha256(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Sha256.of(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isPlain(String name) {
    return !name.isEmpty()
        && !name.contains("/")
        && !name.contains("\\")
        && !name.startsWith(".")
        && name.indexOf('\0') < 0;
  }
}
