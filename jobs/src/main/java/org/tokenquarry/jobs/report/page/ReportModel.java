package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;

/**
 * Everything the report of one codebook run shows, in the order of the page. A part that has
 * nothing to show is empty, never invented; the page then says why.
 *
 * @param run what was run, on which model
 * @param refusals why this version was refused publication just before; empty where it was not
 * @param thresholds the settings that decided, with their meaning
 * @param funnel how many tokens each stage let pass
 * @param distributions how the scores are spread
 * @param pictures images as the model saw them; token maps and prototypes refer to them by image id
 * @param tokenMaps redundancy over images
 * @param prototypes in the order of the codebook
 * @param evaluations accuracy against budget, one for each question set
 * @param words what single tokens say
 * @param analysis a sample of tokens, as the paper analyses them
 * @param drift what changed since the version before, when there was one
 * @param provenance what is needed to run it again
 */
public record ReportModel(
    RunFacts run,
    List<Problem> refusals,
    List<Threshold> thresholds,
    Funnel funnel,
    List<Distribution> distributions,
    List<Picture> pictures,
    TokenMaps tokenMaps,
    List<Prototype> prototypes,
    List<Evaluation> evaluations,
    List<Word> words,
    Analysis analysis,
    Optional<Drift> drift,
    Provenance provenance) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a token map has no picture
   */
  public ReportModel {
    refusals = List.copyOf(refusals);
    thresholds = List.copyOf(thresholds);
    distributions = List.copyOf(distributions);
    pictures = List.copyOf(pictures);
    prototypes = List.copyOf(prototypes);
    evaluations = List.copyOf(evaluations);
    words = List.copyOf(words);
    Set<String> shown = pictures.stream().map(Picture::imageId).collect(Collectors.toSet());
    for (TokenMap map : tokenMaps.maps()) {
      if (!shown.contains(map.imageId())) {
        throw new IllegalArgumentException("no picture for the token map of " + map.imageId());
      }
    }
  }

  /**
   * A setting that decides over tokens or clusters.
   *
   * @param name as in the configuration
   * @param value as configured
   * @param meaning one sentence
   */
  public record Threshold(String name, double value, String meaning) {}

  /**
   * A word that the model says when it sees one visual token alone.
   *
   * @param text the word
   * @param tokens how many tokens say it first
   * @param redundantTokens how many of these were found redundant
   * @param meanProbability mean top-1 probability over these tokens, in [0, 1]
   */
  public record Word(String text, long tokens, long redundantTokens, double meanProbability) {}
}
