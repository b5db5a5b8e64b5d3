package org.tokenquarry.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.answer.Answerer;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;

/**
 * Asks the model about images in executors, with all visual tokens and with those that each pruner
 * keeps.
 */
public final class AskQuestions implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType QUESTION =
      new StructType()
          .add("set", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("answers", DataTypes.createArrayType(DataTypes.StringType, false), false);

  /** An image with the questions about it. */
  public static final StructType INPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("questions", DataTypes.createArrayType(QUESTION, false), false);

  /**
   * How many of an image's questions of one set were answered rightly; seeds of one pruner are rows
   * of their own.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("pruner", DataTypes.StringType, false)
          .add("keep", DataTypes.DoubleType, false)
          .add("set", DataTypes.StringType, false)
          .add("right", DataTypes.LongType, false)
          .add("asked", DataTypes.LongType, false);

  /** The name under which the figures with all tokens are reported. */
  public static final String UNPRUNED = "unpruned";

  private final AskPlan plan;

  /** Follows a plan. */
  public AskQuestions(AskPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    LoadedModel loaded =
        ModelCache.shared().acquire(plan.model(), TaskDevice.current(plan.device()));
    IngestedImages ingested = new IngestedImages(loaded, plan.limits());
    List<Pruner> alternatives = plan.pruners().value().pruners();
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(
            row -> {
              float[] pixels = ingested.pixels(row.getAs("content"));
              ImageFeatures image = ingested.features(pixels);
              return new Interview(loaded, row, image).rows(alternatives, plan.keeps()).stream();
            })
        .iterator();
  }

  /** All questions about one image, asked once for each pruner and budget. */
  private static final class Interview {

    private final Answerer answerer;
    private final String imageId;
    private final ImageFeatures image;
    private final List<String> sets = new ArrayList<>();
    private final List<long[]> questions = new ArrayList<>();
    private final List<Set<Long>> rightAnswers = new ArrayList<>();

    Interview(LoadedModel model, Row row, ImageFeatures image) {
      this.answerer = new Answerer(model);
      this.imageId = row.getAs("image_id");
      this.image = image;
      List<Row> asked = row.getList(row.fieldIndex("questions"));
      for (Row question : asked) {
        List<String> answers = question.getList(2);
        sets.add(question.getString(0));
        questions.add(model.tokenizer().questionIds(question.getString(1)));
        rightAnswers.add(
            answers.stream()
                .map(answer -> model.tokenizer().encode(answer)[0])
                .collect(Collectors.toUnmodifiableSet()));
      }
    }

    List<Row> rows(List<Pruner> pruners, List<Double> keeps) {
      int count = image.tokens().grid().size();
      List<Row> rows =
          new ArrayList<>(ask(UNPRUNED, 1, new Pruned.Kept(IntStream.range(0, count).toArray())));
      List<Integer> budgets = keeps.stream().map(keep -> Pruner.budget(keep, count)).toList();
      for (Pruner pruner : pruners) {
        List<Pruned> kept = pruner.prune(image, budgets);
        for (int i = 0; i < keeps.size(); i++) {
          rows.addAll(ask(pruner.name(), keeps.get(i), kept.get(i)));
        }
      }
      return rows;
    }

    private List<Row> ask(String pruner, double keep, Pruned kept) {
      long[] answers = answerer.answers(kept.tokens(image.tokens()), questions);
      return sets.stream()
          .distinct()
          .map(
              set -> {
                int[] ofSet =
                    IntStream.range(0, answers.length)
                        .filter(i -> sets.get(i).equals(set))
                        .toArray();
                long right =
                    IntStream.of(ofSet)
                        .filter(i -> rightAnswers.get(i).contains(answers[i]))
                        .count();
                return RowFactory.create(imageId, pruner, keep, set, right, (long) ofSet.length);
              })
          .toList();
    }
  }
}
