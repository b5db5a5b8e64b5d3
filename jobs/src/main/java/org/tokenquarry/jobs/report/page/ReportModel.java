package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.report.chart.Distribution;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.QuarantinedReason;

/**
 * Everything that the report on a codebook version shows. A part without data is empty, and the
 * page then says why.
 *
 * @param codebook the version; its number is 0 if no codebook was made
 * @param refusals why publication of this version was just refused; empty if it was not
 * @param thresholds the settings that decided, with their meaning
 * @param funnel how many tokens each stage let pass
 * @param quarantined what is quarantined, by reason, in the order to be shown
 * @param distributions how the scores are distributed
 * @param pictures images as the model saw them; token maps and prototypes refer to them by image id
 * @param tokenMaps redundancy over images
 * @param prototypes in the order of the codebook
 * @param evaluations accuracy against the share of kept tokens, one for each question set
 * @param words what single tokens say
 * @param analysis a sample of tokens, as the paper analyses them
 * @param drift what changed since the version before; empty if there is none
 * @param runs the last runs, newest first
 * @param provenance where the page comes from
 */
public record ReportModel(
    CodebookVersion codebook,
    List<Problem> refusals,
    List<Threshold> thresholds,
    Funnel funnel,
    List<QuarantinedReason> quarantined,
    List<Distribution> distributions,
    List<Picture> pictures,
    TokenMaps tokenMaps,
    List<Prototype> prototypes,
    List<Evaluation> evaluations,
    List<Word> words,
    Analysis analysis,
    Optional<Drift> drift,
    List<PastRun> runs,
    Provenance provenance) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a token map has no picture
   */
  public ReportModel {
    refusals = List.copyOf(refusals);
    thresholds = List.copyOf(thresholds);
    quarantined = List.copyOf(quarantined);
    distributions = List.copyOf(distributions);
    pictures = List.copyOf(pictures);
    prototypes = List.copyOf(prototypes);
    evaluations = List.copyOf(evaluations);
    words = List.copyOf(words);
    runs = List.copyOf(runs);
    Set<String> shown = pictures.stream().map(Picture::imageId).collect(Collectors.toSet());
    for (TokenMap map : tokenMaps.maps()) {
      if (!shown.contains(map.imageId())) {
        throw new IllegalArgumentException("no picture for the token map of " + map.imageId());
      }
    }
  }

  /** How many things are quarantined in all. */
  public long quarantinedTotal() {
    return quarantined.stream().mapToLong(QuarantinedReason::count).sum();
  }

  /**
   * A setting that decides which tokens or clusters are kept.
   *
   * @param name its name in the configuration
   * @param value its value
   * @param meaning one sentence that explains it
   */
  public record Threshold(String name, double value, String meaning) {}

  /**
   * A word that the model says when it sees a single visual token.
   *
   * @param text the word
   * @param tokens number of tokens for which it is the likeliest word
   * @param redundantTokens number of these that are redundant
   * @param meanProbability mean top-1 probability over these tokens, in [0, 1]
   */
  public record Word(String text, long tokens, long redundantTokens, double meanProbability) {}
}
