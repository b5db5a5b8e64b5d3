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
