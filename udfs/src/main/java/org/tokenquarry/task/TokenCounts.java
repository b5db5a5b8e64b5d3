package org.tokenquarry.task;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.Stage;

/**
 * What was found of one image, in numbers.
 *
 * @param imageId of the image
 * @param tokens probed tokens
 * @param redundant of these, redundant
 * @param rejected of these, rejected by each stage
 */
public record TokenCounts(String imageId, int tokens, int redundant, Map<Stage, Integer> rejected)
    implements Serializable {

  /** Copies the map. */
  public TokenCounts {
    rejected = Map.copyOf(rejected);
  }

  /**
   * Counts the findings of one image.
   *
   * @param findings rows of {@link ExamineImages#FINDING}
   */
  static TokenCounts of(String imageId, List<Row> findings) {
    int redundant = 0;
    Map<Stage, Integer> rejected = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      rejected.put(stage, 0);
    }
    for (Row finding : findings) {
      if (finding.<Boolean>getAs("redundant")) {
        redundant++;
      } else {
        rejected.merge(Stage.of(finding.getAs("stage")), 1, Integer::sum);
      }
    }
    return new TokenCounts(imageId, findings.size(), redundant, rejected);
  }
}
