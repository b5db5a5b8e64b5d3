package org.tokenquarry.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.Stage;

/**
 * What was found of one image, in numbers.
 *
 * @param imageId of the image
 * @param tokens probed tokens
 * @param redundant of these, redundant
 * @param rejected of these, rejected by each stage, in the order of {@link Stage}
 */
public record TokenCounts(String imageId, int tokens, int redundant, List<Integer> rejected)
    implements Serializable {

  /** Copies the list. */
  public TokenCounts {
    rejected = List.copyOf(rejected);
  }

  /**
   * Counts the findings of one image.
   *
   * @param findings rows of {@link ExamineImages#FINDING}
   */
  static TokenCounts of(String imageId, List<Row> findings) {
    int redundant = 0;
    List<Integer> rejected = new ArrayList<>(Collections.nCopies(Stage.values().length, 0));
    for (Row finding : findings) {
      if (finding.<Boolean>getAs("redundant")) {
        redundant++;
      } else {
        int stage = Stage.of(finding.getAs("stage")).ordinal();
        rejected.set(stage, rejected.get(stage) + 1);
      }
    }
    return new TokenCounts(imageId, findings.size(), redundant, rejected);
  }
}
