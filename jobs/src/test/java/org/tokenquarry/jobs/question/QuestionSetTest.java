package org.tokenquarry.jobs.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.answer.View;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.task.ImageIds;

class QuestionSetTest {

  private static final String ONE =
      "{\"imageId\":\"a\",\"question\":\"what ?\",\"answers\":[\"b\"]}";
  private static final String TWO = "{\"imageIds\":[\"b\",\"a\"],\"question\":\"which ?\"}";

  @TempDir Path folder;

  private QuestionSet read(String... lines) throws IOException {
    return read(8, lines);
  }

  private QuestionSet read(int frames, String... lines) throws IOException {
    Path file = folder.resolve("questions.jsonl");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return QuestionSet.read(
        LocalSpark.session(),
        file.toString(),
        new QuestionRules(Scoring.FIRST_TOKEN, frames, List.of("png")));
  }

  @Test
  void questionsAboutOneImageAreWhatTheyWere() throws IOException {
    QuestionSet questions = read(ONE, ONE.replace("\"a\"", "\"c\""));
    assertThat(questions.digest())
        .isEqualTo(Sha256.of(Files.readAllLines(folder.resolve("questions.jsonl"))));
    assertThat(questions.asked(View.BASE, BudgetOver.QUESTION)).isEqualTo(questions);
    assertThat(questions.asked(View.PACKED, BudgetOver.IMAGE).digest())
        .isNotEqualTo(questions.digest())
        .isNotEqualTo(questions.asked(View.PACKED, BudgetOver.QUESTION).digest());
    assertThat(questions.byImages().keySet()).extracting(ImageIds::name).containsExactly("a", "c");
    assertThat(questions.forExecutors().mostImages()).isEqualTo(1);
    // A field that was of no account before.
    QuestionSet more = read(ONE.replace("{", "{\"images\":[\"x\",\"y\"],\"frames\":\"z\","));
    assertThat(more.imageIds()).containsExactly("a");
  }

  @Test
  void theOrderOfImagesIsPartOfAQuestion() throws IOException {
    QuestionSet questions =
        read(ONE, TWO, TWO, TWO.replace("\"b\",\"a\"", "\"a\",\"b\""), TWO.replace("b", "a"));
    assertThat(questions.byImages()).hasSize(4);
    assertThat(questions.byImages().get(new ImageIds(List.of("b", "a")))).hasSize(2);
    assertThat(questions.imageIds()).containsExactly("a", "b");
    assertThat(questions.images("all")).isEqualTo(4);
    assertThat(questions.mostImages()).isEqualTo(2);
    assertThat(questions.asked(View.BASE, BudgetOver.IMAGE)).isEqualTo(questions);
    assertThat(questions.asked(View.BASE, BudgetOver.QUESTION).digest())
        .isNotEqualTo(questions.digest());
  }

  @Test
  void imagesAndFramesAreFoundByTheirBytes() throws IOException {
    Path frames = Files.createDirectories(folder.resolve("video"));
    for (int i = 0; i < 5; i++) {
      Files.writeString(frames.resolve("frame-" + i + ".png"), "frame " + i);
    }
    Files.writeString(frames.resolve("notes.txt"), "no frame");
    Files.writeString(frames.resolve(".hidden.png"), "no frame");
    Files.createDirectories(frames.resolve("more.png"));
    QuestionSet paths =
        read("{\"images\":[\"video/frame-2.png\",\"video/frame-0.png\"],\"question\":\"?\"}");
    assertThat(paths.byImages().firstKey().ids())
        .containsExactly(Sha256.of("frame 2"), Sha256.of("frame 0"));
    String line = "{\"frames\":\"video\",\"question\":\"?\"}";
    QuestionSet three = read(3, line);
    assertThat(three.byImages().firstKey().ids())
        .containsExactly(Sha256.of("frame 0"), Sha256.of("frame 2"), Sha256.of("frame 4"));
    assertThat(read(8, line).mostImages()).isEqualTo(5);
    assertThat(read(8, line).digest()).isNotEqualTo(three.digest());
    refused("bad-question", "does not exist", line.replace("video", "film"));
    refused("bad-question", "does not exist", line.replace("video", "video/notes.txt"));
    refused("bad-question", "without frames", line.replace("video", "video/more.png"));
  }

  @Test
  void aParquetFileHoldsListsToo() throws IOException {
    QuestionSet lines = read(ONE, TWO);
    Path parquet = folder.resolve("questions.parquet");
    LocalSpark.session()
        .read()
        .json(folder.resolve("questions.jsonl").toString())
        .write()
        .parquet(parquet.toString());
    QuestionSet table =
        QuestionSet.read(
            LocalSpark.session(),
            parquet.toString(),
            new QuestionRules(Scoring.FIRST_TOKEN, 8, List.of("png")));
    assertThat(table.byImages()).isEqualTo(lines.byImages());
  }

  @Test
  void aLineThatNamesNoImagesOrTooManyIsRefused() {
    refused("bad-question", "Question 1 of ", TWO.replace("[\"b\",\"a\"]", "[]"));
    refused("bad-question", "no list of texts", TWO.replace("\"b\"", "7"));
    refused("bad-question", "no list of texts", TWO.replace("[\"b\",\"a\"]", "{\"b\":\"a\"}"));
    String many = String.join(",", Collections.nCopies(65, "\"a\""));
    refused(
        "too-many-images",
        "is about 65 images; a question is about at most 64.",
        TWO.replace("\"b\",\"a\"", many));
  }

  private void refused(String code, String message, String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.problems().get(0).code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
