package org.tokenquarry.prune;

import static org.tokenquarry.prune.Mmr.Importance.CLS_ATTENTION;
import static org.tokenquarry.prune.Mmr.Importance.MEAN_COSINE;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every pruner that works before the language model, by name. With an entry here a new pruner can
 * be named in settings and has a row in an evaluation.
 */
public final class PrunerCatalogue {

  private static final String CODEBOOK = "arXiv 2503.20540";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("codebook", CODEBOOK, p -> codebook(p, RedundancyScore.LARGEST_COSINE)),
          new Entry(
              "codebook-single-softmax",
              CODEBOOK,
              p -> codebook(p, RedundancyScore.SINGLE_SOFTMAX)),
          new Entry(
              "codebook-double-softmax",
              CODEBOOK,
              p -> codebook(p, RedundancyScore.DOUBLE_SOFTMAX)),
          new Entry(
              CodebookDiversePruner.NAME,
              "TokenQuarry, docs/codebook-quality.md",
              p -> List.of(new CodebookDiversePruner(p.codebook()))),
          new Entry(
              RandomPruner.NAME,
              "baseline",
              p -> p.seeds().stream().<Pruner>map(RandomPruner::new).toList()),
          one("uniform-grid", "baseline", new UniformGridPruner()),
          one("cls-most-similar", "baseline", ClsSimilarityPruner.mostSimilar()),
          one("cls-least-similar", "baseline", ClsSimilarityPruner.leastSimilar()),
          one("average-pooling", "M3, arXiv 2405.17430, untuned", new AveragePooling()),
          one("gprune", "G-Prune, arXiv 2501.02268", GPrune.PUBLISHED),
          one("gprune-vision", "G-Prune, arXiv 2501.02268", new GPrune(Space.VISION)),
          one("divprune", "DivPrune, arXiv 2503.02175", new DivPrune(Space.PROJECTED)),
          one("divprune-vision", "DivPrune, arXiv 2503.02175", new DivPrune(Space.VISION)),
          one("vispruner", "VisPruner, arXiv 2412.01818", VisPruner.PUBLISHED),
          one("hired", "HiRED, arXiv 2408.10945", ClsAttentionPruner.hired()),
          one("prumerge", "after PruMerge, arXiv 2403.15388", ClsAttentionPruner.pruMerge()),
          one("prumerge-plus", "after PruMerge+, arXiv 2403.15388", new PruMergePlus()),
          one("visionzip", "VisionZip, arXiv 2412.04467", VisionZip.PUBLISHED),
          one("sms-style", "Sparsity Meets Similarity, arXiv 2409.01162", new SmsStyle()),
          one("sms-style-inflection", "Sparsity Meets Similarity", AdaptivePruner.sms()),
          new Entry(
              "codebook-otsu",
              "TokenQuarry, docs/evaluation.md",
              p -> List.of(AdaptivePruner.otsu(p.codebook()))),
          new Entry(
              RedundantScope.NAME,
              "TokenQuarry on SCOPE, arXiv 2510.24214",
              p -> List.of(new RedundantScope(p.codebook()))),
          one("mean-cosine", "vLLM, a branch of emricksini-h", new MeanCosine()),
          one("grid-downsampling", "VTC-Bench, arXiv 2510.07143", new GridDownsampling()),
          one("scope", "SCOPE, arXiv 2510.24214", Scope.PUBLISHED),
          one("mmr-cls", "IDPruner, arXiv 2602.13315, untrained", new Mmr(CLS_ATTENTION)),
          one("mmr-mean-cosine", "IDPruner, arXiv 2602.13315, untrained", new Mmr(MEAN_COSINE)),
          one("prunesid", "PruneSID, arXiv 2603.09480", new PruneSid()),
          one("holov", "HoloV, arXiv 2510.02912", HoloV.PUBLISHED),
          one("agilepruner-style", "AgilePruner, arXiv 2603.01236", AgilePrunerStyle.DEFAULT),
          one("dart-v", "DART, arXiv 2502.11494, before the language model", new DartProxy()));

  private PrunerCatalogue() {}

  /**
   * A pruner by name.
   *
   * @param name its name in settings and tables
   * @param source its paper, or {@code baseline}
   * @param factory makes it; several if its metrics are means over seeds
   */
  public record Entry(String name, String source, Function<Parts, List<Pruner>> factory) {}

  /**
   * What is needed to make pruners.
   *
   * @param codebook the codebook that is evaluated
   * @param seeds seeds of random pruners, one pruner for each
   */
  public record Parts(Codebook codebook, List<Long> seeds) {}

  /** All entries, in the order of lists and reports. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** The entry with a name; empty if there is none. */
  public static Optional<Entry> named(String name) {
    return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  private static Entry one(String name, String source, Pruner pruner) {
    return new Entry(name, source, parts -> List.of(pruner));
  }

  private static List<Pruner> codebook(Parts parts, RedundancyScore score) {
    return List.of(new CodebookPruner(parts.codebook(), score));
  }
}
