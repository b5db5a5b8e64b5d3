package org.tokenquarry.jobs.plan;

import java.util.List;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.PlanSettings;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.task.ChosenPruners;

/**
 * The cost of the questions about one image, counted from the sequences that an evaluation runs:
 * the vision tower once; all tokens once and, for each pruner and budget, those that are kept; and
 * behind each of these every question.
 *
 * <p>Pruners that keep the same tokens share their answers, and the codebook of the published
 * version is one more pruner for each that probes: neither is known beforehand, and neither is
 * counted. A pruner that sees the question sends its tokens through the decoder once for each
 * question; one that asks the model runs it once without each token first. A pruner inside the
 * language model counts as one that sees all tokens in the first layer and its budget in the
 * others.
 */
final class QuestionCost {

  private final ModelShape model;
  private final EvaluateSettings settings;
  private final int[] budgets;
  private final int pruners;
  private final int questionPruners;
  private final int layerPruners;
  private final double questions;
  private final int tokens;
  private final int answer;
  private final long askingPruners;

  /**
   * Counts pruners and budgets.
   *
   * @throws org.tokenquarry.error.UserException if a pruner is not known
   */
  QuestionCost(ModelShape model, EvaluateSettings settings, PlanSettings.Questions asked) {
    this.model = model;
    this.settings = settings;
    int all = model.grid().size();
    this.budgets = settings.keeps().stream().mapToInt(keep -> Pruner.budget(keep, all)).toArray();
    List<String> names = ChosenPruners.expanded(settings.pruners());
    ChosenPruners chosen = new ChosenPruners(Codebook.STAND_IN, names, settings.seeds());
    this.pruners = chosen.pruners().size();
    this.questionPruners = chosen.questionPruners().size();
    this.layerPruners = chosen.layerPruners(LayerCalibration.STAND_IN).size();
    this.questions = (double) asked.count() / asked.images();
    this.tokens = asked.tokens() > 0 ? asked.tokens() : model.after();
    this.answer = asked.answerTokens();
    this.askingPruners =
        chosen.questionPruners().stream().filter(QuestionPruner::asksModel).count();
  }

  /** Choices of tokens that each question is asked with, all tokens among them. */
  int choices() {
    return 1 + budgets.length * (pruners + questionPruners + layerPruners);
  }

  /** The stages, the vision tower first. */
  List<TimedStage> stages() {
    int whole = model.grid().size();
    StageCost vision = new StageCost("vision", 0, 0, model.vision().image() / 1e9);
    StageCost all = prefill(StageCost.none("all-tokens"), 1, whole);
    StageCost kept = StageCost.none("kept-tokens");
    StageCost answers = answers(StageCost.none("questions"), questions, whole);
    StageCost layers = leftOut(StageCost.none("layers"), askingPruners * questions, whole);
    for (int budget : budgets) {
      kept = prefill(kept, pruners + questionPruners * questions, budget);
      answers = answers(answers, (pruners + questionPruners) * questions, budget);
      layers = layers(layers, layerPruners * questions, budget);
    }
    int together = settings.positions() == Positions.COMPACTED ? pruners : 1;
    int mean = (int) Math.round((kept.tokens() + whole) / (kept.sequences() + 1));
    return List.of(
        new TimedStage(vision, 1, 0),
        new TimedStage(all, 1, model.before()),
        new TimedStage(kept, together, model.before()),
        new TimedStage(answers, together, model.before() + mean),
        new TimedStage(layers, 1, 0));
  }

  /** Without reused positions there is nothing that the questions share. */
  private StageCost prefill(StageCost stage, double sequences, int visual) {
    return settings.positions() == Positions.COMPACTED
        ? stage.plus(sequences, visual, model.decoder().prefill(visual, model.before()))
        : stage;
  }

  private StageCost answers(StageCost stage, double sequences, int visual) {
    DecoderShape decoder = model.decoder();
    int past = model.before() + visual;
    if (settings.positions() == Positions.ORIGINAL) {
      long flops = 0;
      for (int further = 0; further <= answer; further++) {
        flops += decoder.someLayers((long) past + tokens + further, decoder.layers());
      }
      return stage.plus(sequences, past + tokens, flops);
    }
    if (answer == 0) {
      return stage.plus(sequences, tokens, decoder.lastLogits(tokens, past));
    }
    long flops = decoder.forward(tokens, past);
    for (int further = 0; further < answer; further++) {
      flops += decoder.forward(1, (long) past + tokens + further);
    }
    return stage.plus(sequences, tokens + answer, flops);
  }

  /** Sequences that are run without a cache, one for each token that is left out. */
  private StageCost leftOut(StageCost stage, double sequences, int whole) {
    DecoderShape decoder = model.decoder();
    int length = model.before() + tokens + whole - 1;
    return stage.plus(sequences * whole, length, decoder.someLayers(length, decoder.layers()));
  }

  private StageCost layers(StageCost stage, double sequences, int visual) {
    DecoderShape decoder = model.decoder();
    int text = model.before() + tokens;
    long flops =
        decoder.someLayers((long) text + model.grid().size(), 1)
            + decoder.someLayers((long) text + visual, decoder.layers() - 1);
    return stage.plus(sequences, text + visual, flops);
  }
}
