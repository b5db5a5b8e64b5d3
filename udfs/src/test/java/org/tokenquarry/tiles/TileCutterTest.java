package org.tokenquarry.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.anyres.TileRules;
import org.tokenquarry.image.Goldens;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessing;
import org.tokenquarry.image.Preprocessing.Crop;
import org.tokenquarry.image.Preprocessing.Resample;
import org.tokenquarry.image.Preprocessing.Resize;
import org.tokenquarry.image.Preprocessing.ResizeMode;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;

/** Views of images, compared with those of the reference image processors. */
class TileCutterTest {

  /** The tiny checkpoints with tiles. */
  enum Checkpoint {
    NEXT(
        "llava-next-tiny",
        56,
        List.of(0.48145466, 0.4578275, 0.40821073),
        List.of(0.26862954, 0.26130258, 0.27577711)),
    ONEVISION("onevision-tiny", 60, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    private final String file;
    private final int size;
    private final List<Double> mean;
    private final List<Double> std;

    Checkpoint(String file, int size, List<Double> mean, List<Double> std) {
      this.file = file;
      this.size = size;
      this.mean = mean;
      this.std = std;
    }

    TileRule rule() {
      return switch (this) {
        case NEXT -> TileRules.NEXT;
        case ONEVISION -> TileRules.ONEVISION;
      };
    }

    Preprocessor preprocessor() {
      return new Preprocessor(
          new Preprocessing(
              List.of(),
              new Resize(ResizeMode.EXACT, size),
              new Crop(size, size),
              null,
              Resample.BICUBIC,
              0.00392156862745098,
              mean,
              std));
    }

    TileCutter cutter() {
      return new TileCutter(rule(), preprocessor());
    }

    Goldens goldens() throws Exception {
      return Goldens.ofCheckpoint(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void viewsHaveThePixelsOfTheReference(Checkpoint checkpoint) throws Exception {
    List<Pixels> views = checkpoint.cutter().pixels(Goldens.image("preprocessing/image_a.png"));

    float[] expected = checkpoint.goldens().floats("a.pixel_values");
    int length = 3 * checkpoint.size * checkpoint.size;
    assertThat(views).hasSize(5);
    for (int view = 0; view < views.size(); view++) {
      assertThat(views.get(view).values())
          .as("view %d", view)
          .containsExactly(
              checkpoint.goldens().floats("a.pixel_values", view, length), within(1e-6f));
    }
    assertThat(expected).hasSize(5 * length);
  }

  @ParameterizedTest
  @EnumSource
  void tilesHaveTheBytesOfPillow(Checkpoint checkpoint) throws Exception {
    RgbImage image = Goldens.image("preprocessing/image_c.png");
    List<RgbImage> tiles = checkpoint.cutter().tiles(image);
    RgbImage base = checkpoint.preprocessor().resized(image);

    byte[] expected = checkpoint.goldens().octets("c.tiles_rgb");
    int area = checkpoint.size * checkpoint.size;
    assertThat(expected).hasSize((1 + tiles.size()) * 3 * area);
    for (int view = 0; view <= tiles.size(); view++) {
      RgbImage found = view == 0 ? base : tiles.get(view - 1);
      for (int i = 0; i < 3 * area; i++) {
        assertThat(
                (byte) found.at(i % area % checkpoint.size, i % area / checkpoint.size, i / area))
            .as("view %d, value %d", view, i)
            .isEqualTo(expected[view * 3 * area + i]);
      }
    }
  }
}
