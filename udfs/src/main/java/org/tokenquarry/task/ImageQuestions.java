package org.tokenquarry.task;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.tokenquarry.answer.Answerer;
import org.tokenquarry.answer.ImageSequence;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.ShownTokens;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.question.Asked;
import org.tokenquarry.prune.question.AskedWords;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.prune.question.ShownLogits;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerView;
import org.tokenquarry.token.VisualTokens;

/**
 * Asks all questions about one image, or about the same images, with all their tokens and with
 * those that pruners keep.
 */
final class ImageQuestions {

  private final LoadedModel model;
  private final Batching batching;
  private final Answerer answerer;
  private final ImageSequence view;
  private final TokenBudgets parts;
  private final String name;
  private final List<AskedQuestion> questions;
  private final List<Double> keeps;

  ImageQuestions(LoadedModel model, AskSettings settings, AskedImages asked, ImageSequence view) {
    this.model = model;
    this.batching = settings.batching();
    this.answerer =
        Answerer.of(
            model, settings.positions(), settings.batching(), view.positions(model.manifest()));
    this.view = view;
    this.parts = new TokenBudgets(view.parts(), settings.keeps(), settings.budgetOver());
    this.name = asked.name();
    this.questions =
        asked.questions().stream()
            .map(q -> AskedQuestion.of(q, model.tokenizer(), settings.maxAnswerTokens()))
            .toList();
    this.keeps = settings.keeps();
  }

  /**
   * Asks the questions.
   *
   * @param pixels gives those of an image by its place
   * @return rows of {@link AskQuestions#OUTPUT}
   */
  List<Row> rows(MadePruners made, IntFunction<Pixels> pixels) {
    ModelAnswer[] full = ask(List.of(parts.everything()))[0];
    List<Row> rows = new ArrayList<>(judged(AskQuestions.UNPRUNED, 1, view.tokens(), full, full));
    List<Choice> choices = choices(made, pixels);
    for (int i = 0; i < keeps.size(); i++) {
      int place = i;
      List<List<Pruned>> atBudget = choices.stream().map(each -> each.left().get(place)).toList();
      ModelAnswer[][] answers = askOnce(atBudget);
      for (int p = 0; p < answers.length; p++) {
        rows.addAll(
            judged(
                choices.get(p).pruner(), keeps.get(i), count(atBudget.get(p)), full, answers[p]));
      }
      for (LayerPruner pruner : made.insideModel()) {
        rows.addAll(inside(pruner, i, full));
      }
    }
    rows.addAll(forEachQuestion(made.forQuestions(), full));
    return rows;
  }

  /**
   * What a pruner left of the images.
   *
   * @param left one element per budget, with one for each part of the images
   */
  private record Choice(String pruner, List<List<Pruned>> left) {}

  /** What pruners leave that need no question. */
  private List<Choice> choices(MadePruners made, IntFunction<Pixels> pixels) {
    List<Choice> choices = new ArrayList<>();
    for (Pruner pruner : made.beforeQuestions()) {
      choices.add(new Choice(pruner.name(), parts.left(pruner)));
    }
    if (!made.fromTower().isEmpty()) {
      List<TowerView> towers =
          IntStream.range(0, view.images().size())
              .mapToObj(image -> tower(image, pixels.apply(image)))
              .toList();
      for (TowerPruner pruner : made.fromTower()) {
        if (pruner.serves(towers.get(0))) {
          choices.add(
              new Choice(
                  pruner.name(),
                  parts.ofParts(image -> pruner.prune(towers.get(image), parts.budgets(image)))));
        }
      }
    }
    return choices;
  }

  /** Of the base view, which is the only part of its image. */
  private TowerView tower(int image, Pixels pixels) {
    return new TowerView(
        view.images().get(image).parts().get(0),
        model.vision().keys(pixels),
        model.vision()::project);
  }

  private static int count(List<Pruned> left) {
    return left.stream().mapToInt(Pruned::count).sum();
  }

  /** Each question sees other tokens, so nothing of the images is shared between questions. */
  private List<Row> forEachQuestion(List<QuestionPruner> pruners, ModelAnswer[] full) {
    ModelAnswer[][] answers = new ModelAnswer[pruners.size() * keeps.size()][questions.size()];
    int[] tokens = new int[answers.length];
    for (int q = 0; q < questions.size() && answers.length > 0; q++) {
      AskedQuestion question = questions.get(q);
      AskedWords words = question.words(model);
      List<List<Pruned>> left =
          pruners.stream()
              .flatMap(
                  pruner ->
                      parts
                          .left(
                              (image, budgets, among) ->
                                  pruner.prune(
                                      image, new Asked(words, logits(question, among)), budgets))
                          .stream())
              .toList();
      ModelAnswer[][] said = answerer.answers(shown(left), List.of(question.prompt()));
      for (int choice = 0; choice < answers.length; choice++) {
        answers[choice][q] = said[choice][0];
        tokens[choice] = count(left.get(choice));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int choice = 0; choice < answers.length; choice++) {
      String pruner = pruners.get(choice / keeps.size()).name();
      double keep = keeps.get(choice % keeps.size());
      rows.addAll(judged(pruner, keep, tokens[choice], full, answers[choice]));
    }
    return rows;
  }

  /**
   * Answers for pruners that ask. Tokens keep their positions, also where those that are kept in
   * the end do not: else all tokens behind one that is left out would move.
   */
  private ShownLogits logits(AskedQuestion question, Function<int[], List<Pruned>> among) {
    List<QuestionPrompt> first = List.of(new QuestionPrompt(question.prompt().ids(), 0));
    return shown ->
        Answerer.of(model, Positions.ORIGINAL, batching, view.positions(model.manifest()))
            .answers(List.of(view.shown(among.apply(shown))), first)[0][0]
            .logits();
  }

  /** Pruners that keep the same tokens share their answers. */
  private ModelAnswer[][] askOnce(List<List<Pruned>> all) {
    Map<Object, Integer> places = new HashMap<>();
    List<List<Pruned>> distinct = new ArrayList<>();
    int[] place = new int[all.size()];
    for (int i = 0; i < place.length; i++) {
      List<Pruned> pruned = all.get(i);
      place[i] =
          places.computeIfAbsent(
              pruned.stream().map(ImageQuestions::key).toList(),
              absent -> {
                distinct.add(pruned);
                return distinct.size() - 1;
              });
    }
    ModelAnswer[][] answers = ask(distinct);
    return IntStream.of(place).mapToObj(i -> answers[i]).toArray(ModelAnswer[][]::new);
  }

  private static Object key(Pruned pruned) {
    return pruned instanceof Pruned.Kept kept ? IntBuffer.wrap(kept.positions()) : pruned;
  }

  private ModelAnswer[][] ask(List<List<Pruned>> pruned) {
    return answerer.answers(shown(pruned), questions.stream().map(AskedQuestion::prompt).toList());
  }

  private List<ShownTokens> shown(List<List<Pruned>> pruned) {
    return pruned.stream().map(view::shown).toList();
  }

  private List<Row> judged(
      String pruner, double keep, int tokens, ModelAnswer[] full, ModelAnswer[] answers) {
    Map<String, Tally> tallies = new TreeMap<>();
    for (int q = 0; q < answers.length; q++) {
      AskedQuestion question = questions.get(q);
      Tally tally = tallies.computeIfAbsent(question.set(), set -> new Tally());
      tally.compare(full[q], answers[q], tokens, flops(tokens, question));
      if (!question.answers().isEmpty()) {
        String said = model.tokenizer().text(answers[q].ids());
        tally.score(question, question.score(answers[q], said), said);
      }
    }
    return rows(pruner, keep, tallies);
  }

  /** Computes only the first token, so answers that are read as text are not scored. */
  private List<Row> inside(LayerPruner pruner, int place, ModelAnswer[] full) {
    VisualTokens image = view.parts().get(0).tokens();
    int budget = parts.budgets(0).get(place);
    Map<String, Tally> tallies = new TreeMap<>();
    for (int q = 0; q < full.length; q++) {
      AskedQuestion question = questions.get(q);
      Tally tally = tallies.computeIfAbsent(question.set(), set -> new Tally());
      try (LayerPass pass = new LayerPass(model, image, question.prompt().ids())) {
        ModelAnswer answer = new ModelAnswer(pruner.logits(pass, budget), new long[0]);
        tally.compare(full[q], answer, image.grid().size(), pass.flops());
        if (!question.answers().isEmpty() && !question.scoring().readsText()) {
          tally.score(question, question.score(answer, ""), "");
        }
      }
    }
    return rows(pruner.name(), keeps.get(place), tallies);
  }

  private List<Row> rows(String pruner, double keep, Map<String, Tally> tallies) {
    return tallies.entrySet().stream()
        .map(
            entry ->
                Tally.OfImage.COLUMNS.row(
                    new Tally.OfImage(name, pruner, keep, entry.getKey(), entry.getValue())))
        .toList();
  }

  private long flops(int visual, AskedQuestion question) {
    int prompt = model.manifest().prompt().before().length + question.prompt().ids().length;
    int images = visual + view.others();
    return model.manifest().decoderShape().map(s -> s.forward(prompt + images, 0)).orElse(0L);
  }
}
