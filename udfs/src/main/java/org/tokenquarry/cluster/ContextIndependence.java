package org.tokenquarry.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context-independent condition: a vector that is redundant in many images is redundant in any
 * image. It keeps a cluster only if its members come from strictly more than {@code u_min} distinct
 * images.
 *
 * @param imagesAbove u_min, at least 0; published 64 (LLaVA-1.5, NeXT) and 16 (OneVision)
 */
public record ContextIndependence(int imagesAbove) {

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if the bound is negative
   */
  public ContextIndependence {
    if (imagesAbove < 0) {
      throw new IllegalArgumentException(
          "a cluster must recur in more images than a number of at least 0, not " + imagesAbove);
    }
  }

  /**
   * Selects clusters of candidates.
   *
   * @param labels {@code [N]}: cluster of each candidate
   * @param imageIds {@code [N]}: image of each candidate
   * @return in the order in which clusters first occur among the candidates, which is the order of
   *     the published files; empty if no cluster spans enough images: callers must treat this as a
   *     failure
   * @throws IllegalArgumentException if the lengths differ
   */
  public List<KeptCluster> keep(int[] labels, List<String> imageIds) {
    if (labels.length != imageIds.size()) {
      throw new IllegalArgumentException(
          labels.length + " labels do not belong to " + imageIds.size() + " image ids");
    }
    Map<Integer, List<Integer>> clusters = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      clusters.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    List<KeptCluster> kept = new ArrayList<>();
    clusters.forEach(
        (label, members) -> {
          int images = (int) members.stream().map(imageIds::get).distinct().count();
          if (images > imagesAbove) {
            int[] positions = members.stream().mapToInt(Integer::intValue).toArray();
            kept.add(new KeptCluster(label, positions, images));
          }
        });
    return List.copyOf(kept);
  }
}
