package org.tokenquarry.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.digest.Sha256;

class SceneTest {

  private static final List<Scene> SCENES =
      IntStream.range(0, 300).mapToObj(new SceneGenerator(5)::scene).toList();

  @Test
  void aSceneDependsOnSeedAndIndexAlone() {
    Scene scene = new SceneGenerator(1).scene(7);
    assertThat(new SceneGenerator(1).scene(7)).isEqualTo(scene);
    assertThat(new SceneGenerator(2).scene(7)).isNotEqualTo(scene);
    // These pixels must not change: the bundled model was trained on them.
    assertThat(Sha256.of(new SceneRenderer().render(scene).rgb()))
        .isEqualTo("e5d242548060ae1eb7acff83a4710f7cea39ee6e21c7b5ad6d89a17003de59ab");
  }

  @Test
  void theMainObjectIsClearlyTheLargestAndNothingLeavesTheImage() {
    for (Scene scene : SCENES) {
      List<SceneObject> objects = scene.objects();
      assertThat(objects).hasSizeBetween(1, 5);
      for (int i = 1; i < objects.size(); i++) {
        assertThat(objects.get(0).radius()).isGreaterThan(1.2 * objects.get(i).radius());
      }
      for (SceneObject object : objects) {
        assertThat(object.x() - object.radius()).isGreaterThanOrEqualTo(0);
        assertThat(object.y() + object.radius()).isLessThanOrEqualTo(Scene.SIZE);
      }
      if (scene.set().equals(Scene.SMALL)) {
        assertThat(objects).allMatch(object -> object.radius() <= 10.5);
      }
    }
  }

  @Test
  void patchesNameTheObjectThatCoversThem() {
    for (Scene scene : SCENES.subList(0, 40)) {
      RenderedScene rendered = new SceneRenderer().render(scene);
      for (int i = 0; i < scene.objects().size(); i++) {
        int object = i + 1;
        assertThat(IntStream.of(rendered.owner()).filter(owner -> owner == object).count())
            .as("patches of object %d in scene %d", object, scene.index())
            .isPositive();
      }
      for (int patch = 0; patch < rendered.owner().length; patch++) {
        assertThat(rendered.owner()[patch] == 0).isEqualTo(rendered.coverage()[patch] == 0);
      }
    }
  }

  @Test
  void aWorldHasItsOwnBackgrounds() {
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(new SceneGenerator(5, World.SMOOTH)::scene)
                .flatMap(scene -> scene.regions().stream())
                .map(region -> region.texture().kind()))
        .containsOnly(Texture.Kind.PLAIN, Texture.Kind.GRADIENT, Texture.Kind.WAVES);
    assertThat(new SceneGenerator(5, World.ALL).scene(3)).isEqualTo(SCENES.get(3));
    assertThat(World.SMOOTH.textures()).doesNotContainAnyElementsOf(World.PATTERNED.textures());
    assertThat(World.ALL.textures())
        .containsExactlyInAnyOrder(Texture.Kind.values())
        .containsAll(World.SMOOTH.textures())
        .hasSize(World.SMOOTH.textures().size() + World.PATTERNED.textures().size());
  }

  @Test
  void coarseScenesHaveHalfTheResolution() {
    RenderedScene fine = new SceneRenderer().render(SCENES.get(0));
    RenderedScene coarse = fine.coarse();
    int row = 3 * Scene.SIZE;
    for (int at : new int[] {0, 6, 40 * row + 60, (Scene.SIZE - 2) * row + row - 6}) {
      int sum = 0;
      for (int pixel : new int[] {at, at + 3, at + row, at + row + 3}) {
        sum += fine.rgb()[pixel] & 0xFF;
        assertThat(coarse.rgb()[pixel]).isEqualTo(coarse.rgb()[at]);
      }
      assertThat(coarse.rgb()[at] & 0xFF).isEqualTo((sum + 2) / 4);
    }
    assertThat(coarse.owner()).isEqualTo(fine.owner());
  }

  @Test
  void companionsAreMostlyThereAndStrangersNever() {
    SceneGenerator generator = new SceneGenerator(9, World.PAIRS);
    PairQuestioner questioner = new PairQuestioner(9);
    int there = 0;
    int asked = 0;
    for (int index = 0; index < 400; index++) {
      Scene scene = generator.scene(index);
      assertThat(scene.objects()).hasSizeBetween(1, 5);
      for (Question question : questioner.questions(scene)) {
        boolean shown =
            scene.objects().stream()
                .anyMatch(o -> question.text().contains(o.colour().word() + " " + o.kind().word()));
        assertThat(question.answers()).containsExactly(shown ? "yes" : "no");
        assertThat(question.scoring()).isEqualTo("yes-no");
        if (question.set().equals(PairQuestioner.HALLUCINATION)) {
          asked++;
          there += shown ? 1 : 0;
        } else {
          assertThat(question.set()).isEqualTo(PairQuestioner.STRANGERS);
          assertThat(shown).isFalse();
        }
      }
      assertThat(questioner.questions(scene)).isEqualTo(questioner.questions(scene));
    }
    assertThat(asked).isBetween(380, 400);
    assertThat((double) there / asked).isBetween(0.65, 0.8);
  }

  @Test
  void questionsHaveTheAnswersThatTheObjectsGive() {
    Questioner questioner = new Questioner(5);
    for (Scene scene : SCENES) {
      List<SceneObject> objects = scene.objects();
      for (Question question : questioner.questions(scene)) {
        String answer = question.answers().get(0);
        switch (question.type()) {
          case "object" -> assertThat(answer).isEqualTo(objects.get(0).kind().word());
          case "colour" ->
              assertThat(objects)
                  .filteredOn(object -> question.text().contains(object.kind().word()))
                  .singleElement()
                  .matches(object -> object.colour().word().equals(answer));
          case "exists" ->
              assertThat(answer.equals("yes"))
                  .isEqualTo(
                      objects.stream()
                          .anyMatch(
                              object ->
                                  question
                                      .text()
                                      .contains(
                                          object.colour().word() + " " + object.kind().word())));
          case "side" ->
              assertThat(objects)
                  .filteredOn(object -> question.text().contains(object.kind().word()))
                  .singleElement()
                  .matches(object -> object.x() < 48 == answer.equals("left"));
          default -> assertThat(answer).isNotEmpty();
        }
      }
    }
  }
}
