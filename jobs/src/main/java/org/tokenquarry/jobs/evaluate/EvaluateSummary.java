package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code evaluate} found.
 *
 * @param version the codebook
 * @param questionSet the questions, with the beginning of their digest
 * @param images held-out images
 * @param questions questions about them
 * @param unpruned accuracy with all visual tokens
 * @param rows by pruner, then by budget from large to small
 */
public record EvaluateSummary(
    long version,
    String questionSet,
    long images,
    long questions,
    double unpruned,
    List<EvaluationRow> rows)
    implements Summary {

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "version %d on %d questions about %d images, %.1f %% right with all tokens",
            version,
            questions,
            images,
            100 * unpruned));
    text.append(String.format("%n%-22s", "right answers at kept"));
    rows.stream()
        .map(EvaluationRow::keep)
        .distinct()
        .forEach(keep -> text.append(String.format(Locale.ROOT, "%8.0f %%", 100 * keep)));
    rows.stream().map(EvaluationRow::pruner).distinct().forEach(pruner -> line(text, pruner));
    return text.toString();
  }

  private void line(StringBuilder text, String pruner) {
    text.append(String.format("%n%-22s", pruner));
    rows.stream()
        .filter(row -> row.pruner().equals(pruner))
        .forEach(row -> text.append(String.format(Locale.ROOT, "%8.1f %%", 100 * row.accuracy())));
  }
}
