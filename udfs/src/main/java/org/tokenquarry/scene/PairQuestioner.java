package org.tokenquarry.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Asks whether things are there that go together with what a scene of {@link World#PAIRS} shows. A
 * wrong yes to such a question is a hallucination of the kind that POPE (arXiv 2305.10355) calls
 * adversarial.
 *
 * <p>The set {@code hallucination} asks about the companion of what is there, which is absent in
 * one of four scenes. The set {@code strangers} asks about a thing of another pair, which is always
 * absent. Immutable, may be shared by threads.
 */
public final class PairQuestioner {

  /** Questions about the companion of a thing that is there. */
  public static final String HALLUCINATION = "hallucination";

  /** Questions about things whose companion is absent too. */
  public static final String STRANGERS = "strangers";

  private final long seed;

  /**
   * Starts a series of questions.
   *
   * @param seed the seed of the scenes
   */
  public PairQuestioner(long seed) {
    this.seed = ~seed;
  }

  /** The questions about {@code scene}: at most one about a companion, and one about a stranger. */
  public List<Question> questions(Scene scene) {
    Random random = new Random(SceneSeed.mix(seed, scene.index()));
    List<Question> questions = new ArrayList<>();
    List<Thing> strangers = new ArrayList<>();
    for (Pair pair : Pair.ALL) {
      boolean one = pair.one().in(scene);
      boolean other = pair.other().in(scene);
      if (!one && !other) {
        strangers.add(pair.one());
        strangers.add(pair.other());
      } else {
        boolean first = (one && other) ? random.nextBoolean() : other;
        questions.add(ask(HALLUCINATION, "companion", first ? pair.one() : pair.other(), scene));
      }
    }
    questions.add(
        ask(STRANGERS, "stranger", strangers.get(random.nextInt(strangers.size())), scene));
    return questions;
  }

  private static Question ask(String set, String type, Thing thing, Scene scene) {
    return new Question(
        set,
        type,
        "is there a " + thing.words() + " ?",
        List.of(thing.in(scene) ? "yes" : "no"),
        "yes-no");
  }
}
