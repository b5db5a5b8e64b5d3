package org.tokenquarry.jobs.diff;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.SettingChange;
import org.tokenquarry.numeric.Quantiles;

/**
 * How two versions differ.
 *
 * @param from the first version
 * @param to the second version
 * @param kept prototypes that both have, bit for bit
 * @param gained prototypes of the second version only
 * @param lost prototypes of the first version only
 * @param drift how near these come to the other version
 * @param settings that differ, by their names
 * @param questionSet the largest set of questions on which both were evaluated, or null
 * @param metrics what both reached on it with the pruners that use a codebook; the text has
 *     accuracies only
 */
public record DiffSummary(
    Version from,
    Version to,
    int kept,
    List<PrototypeChanges.Own> gained,
    List<PrototypeChanges.Own> lost,
    Drift drift,
    List<SettingChange> settings,
    String questionSet,
    List<MetricPairs.Pair> metrics)
    implements Summary {

  /** Copies the lists. */
  public DiffSummary {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
    settings = List.copyOf(settings);
    metrics = List.copyOf(metrics);
  }

  /**
   * One of both.
   *
   * @param version its number
   * @param status of the version
   * @param contentDigest sha256 of its embeddings
   * @param prototypes how many it has
   */
  public record Version(long version, String status, String contentDigest, int prototypes) {

    static Version of(CodebookVersion codebook) {
      return new Version(
          codebook.version(),
          codebook.status().code(),
          codebook.contentDigest(),
          codebook.prototypes());
    }
  }

  /**
   * Cosines to the nearest prototype of the other version: minimum, deciles, maximum; null where
   * there is no such prototype.
   *
   * @param gained of the prototypes that were gained
   * @param lost of the prototypes that were lost
   */
  public record Drift(List<Double> gained, List<Double> lost) {

    static Drift of(PrototypeChanges changes) {
      return new Drift(deciles(changes.gained()), deciles(changes.lost()));
    }

    private static List<Double> deciles(List<PrototypeChanges.Own> own) {
      if (own.isEmpty()) {
        return null;
      }
      return Quantiles.of(own.stream().mapToDouble(PrototypeChanges.Own::cosine).toArray())
          .deciles();
    }
  }

  @Override
  public String text() {
    return "version %d to version %d: %d prototypes kept, %d gained%s, %d lost%s"
            .formatted(
                from.version(),
                to.version(),
                kept,
                gained.size(),
                nearness(drift.gained()),
                lost.size(),
                nearness(drift.lost()))
        + settings.stream()
            .map(change -> "\n%s: %s to %s".formatted(change.name(), change.before(), change.now()))
            .collect(Collectors.joining())
        + (questionSet == null ? "\nnot evaluated on the same questions" : "\non " + questionSet)
        + metrics.stream()
            .filter(pair -> pair.metric().equals(MetricNames.ACCURACY))
            .map(DiffSummary::text)
            .collect(Collectors.joining());
  }

  private static String nearness(List<Double> cosines) {
    return cosines == null
        ? ""
        : String.format(
            Locale.ROOT,
            " (cosine to the nearest: %.3f to %.3f, median %.3f)",
            cosines.get(0),
            cosines.get(10),
            cosines.get(5));
  }

  private static String text(MetricPairs.Pair pair) {
    return String.format(
        Locale.ROOT,
        "\n%s at %.0f %%: %s %.4f to %.4f",
        pair.pruner(),
        100 * pair.keep(),
        pair.metric(),
        pair.from(),
        pair.to());
  }
}
