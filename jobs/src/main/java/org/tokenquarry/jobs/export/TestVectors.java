package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.CodebookPruner;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Token matrices and the places that must be kept of them, by which an implementation in any
 * language is proved. Made from the prototypes alone, so the same codebook has the same ones.
 *
 * @param cases each with a name of its own
 */
record TestVectors(List<Case> cases) {

  static final String FILE = "test-vectors.safetensors";
  static final String JSON_FILE = "test-vectors.json";

  private static final long SEED = 2503_20540;

  /** An image of tokens. */
  record Case(Safetensors.Tensor tokens, TokenGrid grid) {}

  /**
   * Makes the matrices: tokens between prototypes and noise; the same with ties, a zero vector and
   * vectors of very different lengths; and a single token.
   *
   * @param prototypes as they are stored
   */
  static TestVectors of(TokenMatrix prototypes) {
    Random random = new Random(SEED);
    TokenGrid grid = new TokenGrid(5, 7);
    float[][] mixed = new float[grid.size()][];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = mixed(prototypes, random.nextInt(prototypes.count()), random);
    }
    float[][] tied = Arrays.stream(mixed).map(float[]::clone).toArray(float[][]::new);
    Arrays.fill(tied[3], 0);
    for (int i = 20; i < 30; i++) {
      tied[i] = tied[i - 10].clone();
    }
    for (int i = 30; i < tied.length; i++) {
      tied[i] = scaled(prototypes.row(i % prototypes.count()), i % 2 == 0 ? 64 : 0x1p-20f);
    }
    return new TestVectors(
        List.of(
            new Case(tensor("mixed", mixed, prototypes.dim()), grid),
            new Case(tensor("tied", tied, prototypes.dim()), grid),
            new Case(
                tensor("single", new float[][] {mixed[0]}, prototypes.dim()),
                new TokenGrid(1, 1))));
  }

  private static Safetensors.Tensor tensor(String name, float[][] rows, int dim) {
    return new Safetensors.Tensor(name, TokenMatrix.of(Arrays.asList(rows), dim));
  }

  private static float[] mixed(TokenMatrix prototypes, int prototype, Random random) {
    double share = random.nextDouble();
    double scale = share * prototypes.inverseNorm(prototype);
    double noise = (1 - share) / Math.sqrt(prototypes.dim());
    float[] token = new float[prototypes.dim()];
    for (int d = 0; d < token.length; d++) {
      token[d] = (float) (scale * prototypes.at(prototype, d) + noise * random.nextGaussian());
    }
    return token;
  }

  /** By a power of two, so that the direction stays as it is. */
  private static float[] scaled(float[] row, float factor) {
    for (int d = 0; d < row.length; d++) {
      row[d] *= factor;
    }
    return row;
  }

  /** What must come of them. */
  ObjectNode expected(TokenMatrix prototypes) {
    Codebook codebook = new Codebook(prototypes);
    List<Pruner> rules = List.of(new CodebookPruner(codebook), new CodebookDiversePruner(codebook));
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    expected.put("file", FILE);
    ArrayNode all = expected.putArray("cases");
    for (Case each : cases) {
      TokenMatrix tokens = each.tokens().rows();
      ObjectNode one = all.addObject();
      one.put("tensor", each.tokens().name());
      one.putArray("grid").add(each.grid().rows()).add(each.grid().cols());
      ArrayNode redundancy = one.putArray("redundancy");
      for (double r : codebook.redundancy(tokens)) {
        redundancy.add(r);
      }
      ArrayNode kept = one.putArray("kept");
      for (Pruner rule : rules) {
        addKept(kept, rule, each);
      }
    }
    return expected;
  }

  private static void addKept(ArrayNode kept, Pruner rule, Case image) {
    List<Integer> counts = List.copyOf(counts(image.grid().size()));
    List<Pruned> pruned = rule.prune(features(image), counts);
    for (int i = 0; i < counts.size(); i++) {
      ObjectNode one = kept.addObject().put("rule", rule.name()).put("k", counts.get(i));
      ArrayNode places = one.putArray("places");
      for (int place : pruned.get(i).positions()) {
        places.add(place);
      }
    }
  }

  /** The rules look at the tokens only. */
  private static ImageFeatures features(Case image) {
    TokenMatrix tokens = image.tokens().rows();
    float[] none = new float[tokens.count()];
    return new ImageFeatures(new VisualTokens(image.grid(), tokens, none), tokens, none);
  }

  private static SortedSet<Integer> counts(int tokens) {
    return new TreeSet<>(List.of(1, Math.max(1, tokens / 9), Math.max(1, tokens / 2), tokens));
  }
}
