package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** After a night with many bad images, a later night can publish once the images are repaired. */
class PublishQuarantineTest {

  @TempDir Path directory;

  @Test
  void whatWasRepairedNoLongerCounts() throws IOException {
    TinyWarehouses tiny = new TinyWarehouses(directory);
    String scenes = directory.resolve("scenes").toString();
    Commands.run("scenes", "--count", "10", "--seed", "3", "--out", scenes);
    Path images = directory.resolve("scenes/images");
    byte[][] whole = new byte[4][];
    for (int i = 0; i < whole.length; i++) {
      Path file = images.resolve("scene-00000" + i + ".png");
      whole[i] = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole[i], 900));
    }
    night(tiny, images);
    Commands.Result refused = publish(tiny);
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.error("message"))
        .isEqualTo(
            "4 of 10 images were put aside, which is a share of 0.4000;"
                + " publish.maxQuarantinedShare allows 0.2000.");
    for (int i = 0; i < whole.length; i++) {
      Files.write(images.resolve("scene-00000" + i + ".png"), whole[i]);
    }
    night(tiny, images);
    assertThat(publish(tiny).code()).isEqualTo(ExitCode.DONE);
  }

  private static void night(TinyWarehouses tiny, Path images) {
    Commands.Result result =
        tiny.run(
            "warehouse",
            "nightly",
            images.toString(),
            "--set",
            "nightly.verbs=[ingest, mine, cluster]");
    assertThat(result.code()).as(result.json().toString()).isEqualTo(ExitCode.DONE);
  }

  private static Commands.Result publish(TinyWarehouses tiny) {
    return tiny.run("warehouse", "publish", "--set", "publish.requireEvaluation=false");
  }
}
