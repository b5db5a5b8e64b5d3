package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.prune.NotCompared;

/**
 * What {@code evaluate} found.
 *
 * @param version the codebook
 * @param questionSet the questions, with the beginning of their digest
 * @param images number of held-out images
 * @param questions number of questions about them
 * @param view what of the images they were asked about
 * @param budgetOver among which tokens a budget was spent, where a question is about several images
 * @param positions how the remaining tokens were numbered
 * @param unpruned accuracy with all visual tokens, 0 to 1; null if no question has an answer
 * @param reference the pruner that {@code difference} compares with
 * @param comparisons how many differences there are, for which {@code correctedCi} is corrected
 * @param rows by pruner, then from large to small keep ratios
 * @param prefill times of the decoder for the base view, the full prompt first
 * @param notCompared published methods without a row, and why
 * @param modelSeconds time inside the native calls of the model, summed over tasks, without the
 *     timing of prompts. A task that was lost and run again counts each time that it ended
 * @param modelGflop operations of the model in 10^9, counted likewise; null if the bundle does not
 *     state its sizes
 */
public record EvaluateSummary(
    long version,
    String questionSet,
    long images,
    long questions,
    String view,
    String budgetOver,
    String positions,
    Double unpruned,
    String reference,
    int comparisons,
    List<EvaluationRow> rows,
    List<Prefill> prefill,
    List<NotCompared> notCompared,
    double modelSeconds,
    Double modelGflop)
    implements Summary {

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "version %d on %d questions about %d images, %s right with all tokens",
            version,
            questions,
            images,
            unpruned == null ? "none known to be" : percent(unpruned).strip()));
    NameColumn names = NameColumn.of(rows);
    text.append(names.line(unpruned == null ? "same first token" : "right answers at kept"));
    List<Double> keeps = rows.stream().map(EvaluationRow::keep).distinct().toList();
    keeps.forEach(keep -> text.append(String.format(Locale.ROOT, "%8.0f %%", 100 * keep)));
    rows.stream()
        .map(EvaluationRow::pruner)
        .distinct()
        .forEach(pruner -> line(text, names, pruner));
    text.append(names.line("prefill time saved"));
    prefill.stream()
        .filter(each -> keeps.contains(each.keep()))
        .forEach(each -> text.append(percent(each.saved())));
    text.append(new DifferenceTable(reference, comparisons, rows).text());
    return text.toString();
  }

  private void line(StringBuilder text, NameColumn names, String pruner) {
    text.append(names.line(pruner));
    rows.stream()
        .filter(row -> row.pruner().equals(pruner))
        .map(row -> unpruned == null ? row.fidelityTop1() : row.accuracy())
        .forEach(share -> text.append(percent(share)));
  }

  private static String percent(Double share) {
    return share == null ? "         -" : String.format(Locale.ROOT, "%8.1f %%", 100 * share);
  }
}
