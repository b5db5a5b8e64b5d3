package org.tokenquarry.intake;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.PackLimits;

/**
 * The work of a task of {@code ingest} on its unit.
 *
 * @param hadoop settings of file systems
 * @param contents directory of the packs
 * @param rules what counts as an image
 * @param packs how large a pack becomes
 */
public record Intake(
    SerializableConfiguration hadoop, String contents, IntakeRules rules, PackLimits packs)
    implements Serializable {

  /**
   * Reads the sources one by one. Of files that are images, one is in memory at a time.
   *
   * @throws IOException if a pack cannot be written; what is wrong with a source is part of the
   *     result
   */
  public TakenUnit on(IntakeUnit unit) throws IOException {
    try (UnitSources sources = new UnitSources(hadoop.value(), unit);
        PackRoll roll = new PackRoll(hadoop.value(), new Path(contents), packs)) {
      UnitIntake intake = new UnitIntake(hadoop.value(), rules, roll);
      for (Optional<ListedSource> next = sources.next(); next.isPresent(); next = sources.next()) {
        intake.take(next.get());
      }
      return intake.result(unit.number());
    }
  }
}
