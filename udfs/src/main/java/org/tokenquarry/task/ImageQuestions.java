package org.tokenquarry.task;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.tokenquarry.answer.Answerer;
import org.tokenquarry.answer.ImageView;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.ShownTokens;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.question.Asked;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.prune.question.ShownLogits;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerView;
import org.tokenquarry.token.ImageFeatures;

/** Asks all questions about one image, with all its tokens and with those that pruners keep. */
final class ImageQuestions {

  private final LoadedModel model;
  private final Batching batching;
  private final Answerer answerer;
  private final ImageView view;
  private final ImageFeatures image;
  private final String imageId;
  private final List<AskedQuestion> questions;
  private final List<Double> keeps;
  private final List<Integer> budgets;

  ImageQuestions(LoadedModel model, AskSettings settings, AskedImage asked, ImageView view) {
    this.model = model;
    this.batching = settings.batching();
    this.answerer = Answerer.of(model, settings.positions(), settings.batching());
    this.view = view;
    this.image = view.parts().get(0);
    this.imageId = asked.imageId();
    this.questions =
        asked.questions().stream()
            .map(q -> AskedQuestion.of(q, model.tokenizer(), settings.maxAnswerTokens()))
            .toList();
    this.keeps = settings.keeps();
    this.budgets = budgets(image);
  }

  /** Each part keeps the same share. */
  private List<Integer> budgets(ImageFeatures part) {
    int count = part.tokens().grid().size();
    return keeps.stream().map(keep -> Pruner.budget(keep, count)).toList();
  }

  /**
   * Asks the questions.
   *
   * @param pixels gives those of the image, {@code [3, H, W] float32}
   * @return rows of {@link AskQuestions#OUTPUT}
   */
  List<Row> rows(MadePruners made, Supplier<float[]> pixels) {
    List<Pruned> everything = view.parts().stream().map(ImageQuestions::whole).toList();
    ModelAnswer[] full = ask(List.of(everything))[0];
    List<Row> rows = new ArrayList<>(judged(AskQuestions.UNPRUNED, 1, view.tokens(), full, full));
    List<Choice> choices = choices(made, pixels);
    for (int i = 0; i < budgets.size(); i++) {
      int place = i;
      List<List<Pruned>> atBudget = choices.stream().map(each -> each.left().get(place)).toList();
      ModelAnswer[][] answers = askOnce(atBudget);
      for (int p = 0; p < answers.length; p++) {
        int tokens = atBudget.get(p).stream().mapToInt(Pruned::count).sum();
        rows.addAll(judged(choices.get(p).pruner(), keeps.get(i), tokens, full, answers[p]));
      }
      for (LayerPruner pruner : made.insideModel()) {
        rows.addAll(inside(pruner, i, full));
      }
    }
    rows.addAll(forEachQuestion(made.forQuestions(), full));
    return rows;
  }

  /**
   * What a pruner left of the image.
   *
   * @param left one element per budget, with one for each part of the image
   */
  private record Choice(String pruner, List<List<Pruned>> left) {}

  /** What pruners leave that need no question. */
  private List<Choice> choices(MadePruners made, Supplier<float[]> pixels) {
    List<Choice> choices = new ArrayList<>();
    for (Pruner pruner : made.beforeQuestions()) {
      choices.add(
          choice(
              pruner.name(),
              view.parts().stream().map(part -> pruner.prune(part, budgets(part))).toList()));
    }
    if (!made.fromTower().isEmpty()) {
      TowerView tower =
          new TowerView(image, model.vision().keys(pixels.get()), model.vision()::project);
      for (TowerPruner pruner : made.fromTower()) {
        if (pruner.serves(tower)) {
          choices.add(choice(pruner.name(), List.of(pruner.prune(tower, budgets))));
        }
      }
    }
    return choices;
  }

  /**
   * Turns around what a pruner left.
   *
   * @param ofParts one element for each part of the image, with one per budget
   */
  private Choice choice(String pruner, List<List<Pruned>> ofParts) {
    return new Choice(
        pruner,
        IntStream.range(0, budgets.size())
            .mapToObj(budget -> ofParts.stream().map(part -> part.get(budget)).toList())
            .toList());
  }

  private static Pruned whole(ImageFeatures part) {
    return new Pruned.Kept(IntStream.range(0, part.tokens().grid().size()).toArray());
  }

  /** Each question sees other tokens, so nothing of the image is shared between questions. */
  private List<Row> forEachQuestion(List<QuestionPruner> pruners, ModelAnswer[] full) {
    if (pruners.isEmpty()) {
      return List.of();
    }
    ModelAnswer[][] answers = new ModelAnswer[pruners.size() * budgets.size()][questions.size()];
    for (int q = 0; q < questions.size(); q++) {
      Asked asked = new Asked(questions.get(q).words(model), logits(questions.get(q)));
      List<List<Pruned>> left =
          pruners.stream()
              .flatMap(each -> each.prune(image, asked, budgets).stream())
              .<List<Pruned>>map(List::of)
              .toList();
      ModelAnswer[][] said = answerer.answers(shown(left), List.of(questions.get(q).prompt()));
      for (int choice = 0; choice < answers.length; choice++) {
        answers[choice][q] = said[choice][0];
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int choice = 0; choice < answers.length; choice++) {
      String name = pruners.get(choice / budgets.size()).name();
      int place = choice % budgets.size();
      rows.addAll(judged(name, keeps.get(place), budgets.get(place), full, answers[choice]));
    }
    return rows;
  }

  /**
   * Answers for pruners that ask. Tokens keep their positions, also where those that are kept in
   * the end do not: else all tokens behind one that is left out would move.
   */
  private ShownLogits logits(AskedQuestion question) {
    List<QuestionPrompt> first = List.of(new QuestionPrompt(question.prompt().ids(), 0));
    return shown ->
        Answerer.of(model, Positions.ORIGINAL, batching)
            .answers(List.of(view.shown(List.of(new Pruned.Kept(shown)))), first)[0][0]
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
    Map<String, Tally> tallies = new TreeMap<>();
    for (int q = 0; q < full.length; q++) {
      AskedQuestion question = questions.get(q);
      Tally tally = tallies.computeIfAbsent(question.set(), set -> new Tally());
      try (LayerPass pass = new LayerPass(model, image.tokens().rows(), question.prompt().ids())) {
        ModelAnswer answer = new ModelAnswer(pruner.logits(pass, budgets.get(place)), new long[0]);
        tally.compare(full[q], answer, image.tokens().grid().size(), pass.flops());
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
                    new Tally.OfImage(imageId, pruner, keep, entry.getKey(), entry.getValue())))
        .toList();
  }

  private long flops(int visual, AskedQuestion question) {
    int prompt = model.manifest().prompt().before().length + question.prompt().ids().length;
    int image = visual + view.newlines();
    return model.manifest().decoderShape().map(s -> s.forward(prompt + image, 0)).orElse(0L);
  }
}
