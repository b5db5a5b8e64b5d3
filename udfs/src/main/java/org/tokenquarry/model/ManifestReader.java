package org.tokenquarry.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.error.UserException;
import org.tokenquarry.image.Preprocessing;
import org.tokenquarry.token.TokenGrid;

/** From the bytes of {@code bundle.json} to a manifest that has been checked. */
final class ManifestReader {

  /** Reads exact decimals, as a model digest must not depend on how a JDK prints doubles. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static final List<String> REQUIRED_FILES = List.of("vision.pt", "decoder.pt", "tokenizer.json");

  private static final int MOST = 1 << 24;
  private static final int MOST_PLANES = 64;
  private static final List<String> DTYPES = List.of("float32", "float16", "bfloat16");
  private static final List<String> RULES = List.of("first", "skip");
  private static final List<String> POSITION_RULES =
      Arrays.stream(PositionRule.values()).map(PositionRule::code).toList();
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ManifestReader() {}

  /** Parses a manifest and checks its format version. */
  static JsonNode parse(byte[] bytes, String location) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      // Limits of the parser, such as that of depth, have no place.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw BundleErrors.manifestNotJson(location, line, firstLine(e));
    } catch (IOException e) {
      // Bytes that look like UTF-16 or UTF-32 at first, and are not.
      throw BundleErrors.manifestNotJson(location, 0, "it is no text");
    } catch (NumberFormatException e) {
      // The parser lets through what its decimals cannot be.
      throw BundleErrors.manifestNotJson(location, 0, "a number has too large an exponent");
    }
    if (root == null || !root.isObject()) {
      throw BundleErrors.manifestNotJson(location, 0, "it is no object");
    }
    JsonNode version = root.path("formatVersion");
    if (version.isMissingNode()) {
      throw BundleErrors.noFormatVersion(location);
    }
    if (!version.isInt() || version.intValue() != BundleManifest.FORMAT_VERSION) {
      throw BundleErrors.unknownFormatVersion(location, version.toString());
    }
    return root;
  }

  /** Reads every field and reports all faults at once. */
  static BundleManifest read(JsonNode root, String location) {
    ManifestFields fields = new ManifestFields();
    BundleManifest manifest = fields(root, fields);
    if (!fields.faults().isEmpty()) {
      throw new UserException(
          fields.faults().stream()
              .map(fault -> BundleErrors.manifestFault(location, fault))
              .toList());
    }
    return manifest;
  }

  private static BundleManifest fields(JsonNode root, ManifestFields in) {
    int vocabulary = in.integer(root, "vocabulary", 2, MOST);
    int imageSize = in.integer(root, "imageSize", 1, 4096);
    return new BundleManifest(
        in.text(root, "name"),
        imageSize,
        grid(root, in, imageSize),
        in.integer(root, "hidden", 1, MOST),
        root.has("planes") ? in.integer(root, "planes", 1, MOST_PLANES) : 0,
        in.integer(root, "layers", 1, 1024),
        in.integer(root, "kvHeads", 1, 1024),
        in.integer(root, "headDim", 1, 1024),
        vocabulary,
        in.oneOf(root, "dtype", DTYPES),
        new BundleManifest.Prompt(
            in.text(root, "prompt.text"),
            in.ids(root, "prompt.before", 0, vocabulary),
            in.ids(root, "prompt.after", 1, vocabulary)),
        template(root, in),
        positions(root, in),
        in.integer(root, "padId", 0, vocabulary - 1),
        in.ids(root, "endIds", 0, vocabulary),
        new BundleManifest.FirstAnswerToken(
            in.oneOf(root, "firstAnswerToken.rule", RULES),
            in.ids(root, "firstAnswerToken.skipIds", 0, vocabulary)),
        new BundleManifest.Vision(
            in.flag(root, "vision.hasCls"),
            in.integer(root, "vision.width", 1, MOST),
            in.integer(root, "vision.layer", 0, 1024)),
        preprocessing(root, in, imageSize),
        anyres(root, in, imageSize),
        new BundleManifest.Inner(
            in.size(root, "heads"),
            in.size(root, "mlp"),
            in.size(root, "vision.patch"),
            in.size(root, "vision.mlp"),
            in.size(root, "vision.projector"),
            in.size(root, "vision.merge", 64)),
        files(root, in));
  }

  private static TokenGrid grid(JsonNode root, ManifestFields in, int imageSize) {
    int rows = in.integer(root, "grid.0", 1, imageSize);
    int cols = in.integer(root, "grid.1", 1, imageSize);
    if (root.path("grid").size() > 2) {
      in.fault("grid has " + root.path("grid").size() + " extents, not rows and columns");
    }
    return new TokenGrid(rows, cols);
  }

  /** Bundles that say nothing have a decoder that counts. */
  private static PositionRule positions(JsonNode root, ManifestFields in) {
    if (root.path("positions").isMissingNode()) {
      return PositionRule.COUNT;
    }
    String code = in.oneOf(root, "positions.rule", POSITION_RULES);
    return Arrays.stream(PositionRule.values())
        .filter(rule -> rule.code().equals(code))
        .findFirst()
        .orElse(PositionRule.COUNT);
  }

  private static String template(JsonNode root, ManifestFields in) {
    String template = in.text(root, "questionTemplate");
    if (!template.isEmpty() && !template.contains(BundleManifest.QUESTION)) {
      in.fault("questionTemplate is \"" + template + "\", which has no {question}");
    }
    return template;
  }

  /** Unknown fields are faults here: to ignore a step would change every number. */
  private static Preprocessing preprocessing(JsonNode root, ManifestFields in, int imageSize) {
    JsonNode node = in.object(root, "preprocessing");
    if (!node.isObject() || node.isEmpty()) {
      return null;
    }
    try {
      Preprocessing steps = JSON.treeToValue(node, Preprocessing.class);
      if (steps.keepsShape()
          ? imageSize % steps.resize().size() != 0
          : steps.crop().height() != imageSize || steps.crop().width() != imageSize) {
        in.fault("preprocessing makes images of another size than imageSize, " + imageSize);
      }
      return steps;
    } catch (JsonProcessingException e) {
      in.fault("preprocessing makes no sense: " + firstLine(e));
      return null;
    }
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
  }

  private static TileRule anyres(JsonNode root, ManifestFields in, int imageSize) {
    JsonNode node = root.path("anyres");
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    try {
      TileRule rule = JSON.treeToValue(node, TileRule.class);
      if (rule.tile() != imageSize) {
        in.fault("anyres cuts tiles of another size than imageSize, " + imageSize);
      }
      return rule;
    } catch (JsonProcessingException e) {
      in.fault("anyres makes no sense: " + firstLine(e));
      return null;
    }
  }

  private static Map<String, String> files(JsonNode root, ManifestFields in) {
    Map<String, String> files = new TreeMap<>();
    JsonNode node = in.object(root, "files");
    node.fieldNames()
        .forEachRemaining(
            name -> {
              // A name with a slash could leave the bundle's directory.
              if (!FILE_NAME.matcher(name).matches()) {
                in.fault("files names \"" + name + "\", which is no plain file name");
              } else if (!SHA256.matcher(node.path(name).asText()).matches()) {
                in.fault("files." + name + " is " + node.path(name) + ", no sha256");
              } else {
                files.put(name, node.path(name).asText());
              }
            });
    for (String name : REQUIRED_FILES) {
      if (!node.has(name)) {
        in.fault("files does not list " + name + ", which every bundle needs");
      }
    }
    return files;
  }
}
