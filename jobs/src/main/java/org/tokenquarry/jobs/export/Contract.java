package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.tokenquarry.jobs.config.ExportFormat;
import org.tokenquarry.jobs.config.ExportSettings;
import org.tokenquarry.jobs.config.Words;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.RedundancyScore;
import org.tokenquarry.prune.Space;
import org.tokenquarry.token.TokenMatrix;

/**
 * What a server must know to drop tokens with a codebook, for machines: {@code contract.json}. The
 * page {@code docs/serving.md} says the same for people.
 */
final class Contract {

  /** Goes up when a server that knows an older one would keep other tokens. */
  private static final int VERSION = 1;

  private Contract() {}

  /**
   * The contract of an export.
   *
   * @param file that holds the prototypes
   * @param settings which files there are
   * @param prototypes {@code [n, D]}
   */
  static ObjectNode of(
      CodebookVersion codebook,
      ExportedFile file,
      ExportSettings settings,
      TokenMatrix prototypes) {
    ObjectNode contract = JsonNodeFactory.instance.objectNode();
    contract.put("contract", VERSION);
    contract.put("method", "arXiv:2503.20540");
    ObjectNode stored = contract.putObject("codebook");
    stored.put("file", file.name());
    stored.put("sha256", file.sha256());
    stored.put("tensor", Exporter.TENSOR);
    stored.putArray("shape").add(prototypes.count()).add(prototypes.dim());
    stored.put("dtype", Words.of(settings.dtype()));
    stored.put("version", codebook.version());
    stored.put("contentDigest", codebook.contentDigest());
    ObjectNode model = contract.putObject("model");
    model.put("name", codebook.modelName());
    model.put("digest", codebook.modelDigest());
    ObjectNode space = contract.putObject("space");
    space.put("name", codebook.space());
    space.put(
        "where",
        codebook.space().equals(Words.of(Space.PROJECTED))
            ? "behind the projector, as the language model receives the tokens"
            : "before the projector, as the vision encoder gives the patches");
    space.put("width", prototypes.dim());
    space.put("view", codebook.minedView());
    rules(contract.putObject("rules"));
    counts(contract.putObject("count"));
    contract.put("order", "places ascend");
    contract.put("ties", "the lower place stays; 0 and -0 are equal");
    contract.put(
        "positions",
        "a kept token keeps its place; what follows the image keeps the position it had");
    contract.put(
        "batches",
        "each image by itself; images with tiles: each view by itself, or all tokens of the image as one matrix for codebook");
    strings(contract, "cacheKey", List.of("codebook.contentDigest", "rule", "k"));
    if (settings.formats().contains(ExportFormat.ONNX)) {
      onnx(contract.putObject("onnx"));
    }
    contract.put("testVectors", TestVectors.JSON_FILE);
    return contract;
  }

  private static void rules(ObjectNode rules) {
    ObjectNode published = rules.putObject(RedundancyScore.LARGEST_COSINE.pruner());
    published.put("redundancy", "r_i = max_j cos(v_i, b_j); 0 for a zero vector");
    published.put(
        "precision",
        "float64: sum_d v_d (b_d * (1 / |b|)) over ascending d, then times 1 / |v|; |x| = sqrt(sum_d x_d^2)"
            + " over ascending d");
    published.put("keeps", "the k tokens with the smallest r");
    ObjectNode diverse = rules.putObject(CodebookDiversePruner.NAME);
    diverse.put("redundancy", "as of codebook");
    diverse.put(
        "distance", "d_ij = max(0, 1 - max(0, cos(v_i, v_j)) exp(-|p_i - p_j|^2 / (2 s^2)))");
    diverse.put("s", "reach * sqrt(N); p is (row, column) in the grid of the N tokens");
    diverse.put("reach", CodebookDiversePruner.REACH);
    diverse.put("same", CodebookDiversePruner.SAME);
    strings(
        diverse,
        "keeps",
        List.of(
            "Otsu's split of r: redundant tokens are those from the t on that maximises n1 n2 (m1 - m2)^2,"
                + " the smaller t of equal ones",
            "informative tokens by falling (1 - r_i)^2 d(i, chosen), while one has d(i, chosen) >= same;"
                + " d(i, nothing) = 1",
            "redundant tokens, the farthest from all chosen ones first",
            "the other informative tokens, likewise"));
  }

  private static void onnx(ObjectNode onnx) {
    onnx.put("file", OnnxRule.FILE);
    onnx.put("rule", RedundancyScore.LARGEST_COSINE.pruner());
    strings(onnx, "inputs", List.of("tokens [N, D] float32", "k [1] int64"));
    strings(onnx, "outputs", List.of("scores [N] float64", "places [k] int64"));
  }

  private static void counts(ObjectNode counts) {
    counts.put(
        "k", "given, in [1, N], or computed from the share q to keep, before the image is encoded");
    counts.put("tokenquarry", "max(1, rint(q N)), half to even");
    counts.put("vllm-video", "max(1, int(q N))");
    counts.put("vllm-image", "max(1, N - ceil((1 - q) N))");
    counts.put("tensorrt-edge", "max(1, ceil(q N))");
  }

  private static void strings(ObjectNode in, String name, List<String> values) {
    values.forEach(in.withArray(name)::add);
  }
}
