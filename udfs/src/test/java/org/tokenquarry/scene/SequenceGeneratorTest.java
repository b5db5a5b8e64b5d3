package org.tokenquarry.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.digest.Sha256;

class SequenceGeneratorTest {

  private static final List<SceneSequence> SEQUENCES =
      IntStream.range(0, 200).mapToObj(new SequenceGenerator(5)::sequence).toList();

  @Test
  void aSequenceDependsOnSeedAndIndexAlone() {
    assertThat(new SequenceGenerator(5).sequence(7)).isEqualTo(SEQUENCES.get(7));
    assertThat(new SequenceGenerator(6).sequence(7)).isNotEqualTo(SEQUENCES.get(7));
    Scene last = new SequenceGenerator(1).sequence(3).scenes().get(2);
    assertThat(Sha256.of(new SceneRenderer().render(last).rgb()))
        .isEqualTo("ee36e7788e22f8342eba4bcf12732a0462e74a0dc4addcb9f33bdb560edb4574");
  }

  @Test
  void theAnswersAreWhatTheScenesShow() {
    assertThat(SEQUENCES)
        .extracting(sequence -> sequence.questions().get(0).set())
        .contains(SequenceGenerator.CHANGES, SequenceGenerator.VISITOR);
    for (SceneSequence sequence : SEQUENCES) {
      assertThat(sequence.scenes()).hasSize(SceneSequence.LENGTH);
      assertThat(sequence.scenes())
          .allSatisfy(
              scene -> assertThat(scene.regions()).isEqualTo(sequence.scenes().get(0).regions()));
      for (Question question : sequence.questions()) {
        assertThat(question.answers()).as("%s", question).containsExactly(seen(sequence, question));
      }
    }
  }

  private static String seen(SceneSequence sequence, Question question) {
    List<Scene> scenes = sequence.scenes();
    return switch (question.type()) {
      case "moved" -> word(moved(scenes, change(scenes, 0)));
      case "moved-in" -> number(change(scenes, 0) + 2);
      case "added" -> word(added(scenes, change(scenes, 1)));
      case "added-in" -> number(change(scenes, 1) + 2);
      case "seen-once" -> word(added(List.of(scenes.get(other(scenes)), visited(scenes)), 0));
      case "seen-in" -> {
        SceneObject visitor = added(List.of(scenes.get(other(scenes)), visited(scenes)), 0);
        assertThat(question.text()).contains(visitor.colour().word() + " " + visitor.kind().word());
        yield number(scenes.indexOf(visited(scenes)) + 1);
      }
      default -> throw new AssertionError(question.type());
    };
  }

  /** The first of two scenes between which so many objects are added. */
  private static int change(List<Scene> scenes, int added) {
    return IntStream.range(0, 2)
        .filter(i -> scenes.get(i + 1).objects().size() - scenes.get(i).objects().size() == added)
        .findFirst()
        .orElseThrow();
  }

  private static SceneObject moved(List<Scene> scenes, int from) {
    return added(scenes, from);
  }

  /** The only object of a scene that is not in the scene before. */
  private static SceneObject added(List<Scene> scenes, int from) {
    List<SceneObject> more =
        scenes.get(from + 1).objects().stream()
            .filter(object -> !scenes.get(from).objects().contains(object))
            .toList();
    assertThat(more).hasSize(1);
    return more.get(0);
  }

  private static Scene visited(List<Scene> scenes) {
    return scenes.stream().max((a, b) -> a.objects().size() - b.objects().size()).orElseThrow();
  }

  private static int other(List<Scene> scenes) {
    return scenes.indexOf(visited(scenes)) == 0 ? 1 : 0;
  }

  private static String word(SceneObject object) {
    return object.kind().word();
  }

  private static String number(int image) {
    return List.of("one", "two", "three").get(image - 1);
  }
}
