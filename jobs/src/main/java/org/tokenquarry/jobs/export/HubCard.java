package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tokenquarry.jobs.config.HubSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.model.BundledModel;

/**
 * The card of an export for people and model hubs: {@code README.md}, which begins with YAML. All
 * texts that come from elsewhere are quoted as JSON, which YAML reads.
 */
final class HubCard {

  static final String FILE = "README.md";

  private HubCard() {}

  /**
   * The text of the file.
   *
   * @param evaluation empty where the version was not measured
   */
  static String of(CodebookVersion codebook, Optional<CardEvaluation> evaluation, HubSettings hub) {
    List<String> lines = new ArrayList<>();
    lines.add("---");
    lines.add("library_name: tokenquarry");
    hub.baseModel().ifPresent(model -> lines.add("base_model: " + quoted(model)));
    hub.licence().ifPresent(licence -> lines.add("license: " + quoted(licence)));
    lines.add("tags: [visual-token-pruning, redundancy-codebook, multimodal]");
    evaluation.ifPresent(measured -> results(lines, codebook, measured));
    lines.add("---");
    body(lines, codebook, hub);
    evaluation.ifPresent(measured -> table(lines, measured));
    usage(lines, codebook);
    return String.join("\n", lines) + "\n";
  }

  private static void results(
      List<String> lines, CodebookVersion codebook, CardEvaluation evaluation) {
    lines.add("model-index:");
    lines.add("- name: codebook-v" + codebook.version());
    lines.add("  results:");
    lines.add("  - task:");
    lines.add("      type: visual-question-answering");
    lines.add("    dataset:");
    lines.add("      name: " + quoted(evaluation.questionSet()));
    lines.add("      type: " + quoted(evaluation.questionSet()));
    lines.add("    metrics:");
    for (CardEvaluation.Accuracy each : evaluation.accuracies()) {
      lines.add("    - type: accuracy");
      lines.add("      name: " + quoted(each.pruner() + ", " + percent(each.keep()) + " kept"));
      lines.add("      value: " + each.accuracy());
    }
  }

  private static void body(List<String> lines, CodebookVersion codebook, HubSettings hub) {
    lines.add("");
    lines.add("# Redundancy codebook, version " + codebook.version());
    lines.add("");
    lines.add(
        codebook.prototypes()
            + " prototypes of redundant visual tokens of "
            + code(hub.baseModel().orElse(codebook.modelName()))
            + ". A token that is close to one of them can be dropped before the first layer of the"
            + " language model ([arXiv 2503.20540](https://arxiv.org/abs/2503.20540)).");
    BundledModel.caveat(codebook.modelName())
        .ifPresent(caveat -> lines.addAll(List.of("", caveat)));
    lines.add("");
    lines.add("| | |");
    lines.add("|---|---|");
    lines.add("| digest of the model | " + code(codebook.modelDigest()) + " |");
    lines.add("| digest of the prototypes | " + code(codebook.contentDigest()) + " |");
    lines.add("| images, tokens, redundant | " + amounts(codebook) + " |");
    lines.add("| licence | " + hub.licence().map(HubCard::code).orElse("not stated") + " |");
    lines.add("");
    lines.add("It says nothing about another model, nor about another training of this one.");
  }

  private static String amounts(CodebookVersion codebook) {
    return codebook.images() + ", " + codebook.tokens() + ", " + codebook.redundantTokens();
  }

  private static void table(List<String> lines, CardEvaluation evaluation) {
    lines.add("");
    lines.add(
        "Right answers to "
            + evaluation.questions()
            + " questions about "
            + evaluation.images()
            + " held-out images; "
            + percent(evaluation.unpruned())
            + " with all tokens:");
    lines.add("");
    lines.add("| pruner | kept | right | 95 % interval |");
    lines.add("|---|---|---|---|");
    for (CardEvaluation.Accuracy each : evaluation.accuracies()) {
      lines.add(
          String.join(
              " | ",
              "| " + each.pruner(),
              percent(each.keep()),
              percent(each.accuracy()),
              percent(each.low()) + " to " + percent(each.high()) + " |"));
    }
  }

  private static void usage(List<String> lines, CodebookVersion codebook) {
    lines.add("");
    lines.add("```python");
    lines.add("from tokenquarry_serving import load");
    lines.add("");
    lines.add("codebook = load(\"codebook-v" + codebook.version() + "\")");
    lines.add("places = codebook.keep(tokens, k=16)    # tokens [N, D] behind the projector");
    lines.add("```");
    lines.add("");
    lines.add("`contract.json` says the same for machines, and `test-vectors.json` proves it.");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Text from elsewhere, in which nothing is Markdown. */
  private static String code(String text) {
    return "`" + text.replaceAll("[`\\p{Cntrl}|]", " ") + "`";
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
