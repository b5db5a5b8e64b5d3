package org.tokenquarry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.image.Preprocessing.Crop;
import org.tokenquarry.image.Preprocessing.FirstResize;
import org.tokenquarry.image.Preprocessing.FirstResizeMode;
import org.tokenquarry.image.Preprocessing.Pad;
import org.tokenquarry.image.Preprocessing.PadMode;
import org.tokenquarry.image.Preprocessing.Resample;
import org.tokenquarry.image.Preprocessing.Resize;
import org.tokenquarry.image.Preprocessing.ResizeMode;

class PreprocessorTest {

  private static final Pad MEAN_COLOUR = new Pad(PadMode.SQUARE, List.of(122, 116, 104));

  private static final PillowResize BICUBIC = new PillowResize(Resample.BICUBIC);

  private static Preprocessing smolvlm(FirstResize... first) {
    return new Preprocessing(
        List.of(first),
        new Resize(ResizeMode.EXACT, 64),
        new Crop(64, 64),
        null,
        Resample.LANCZOS,
        0.00392156862745098,
        List.of(0.5, 0.5, 0.5),
        List.of(0.5, 0.5, 0.5));
  }

  private static Preprocessing clip(int size, Pad pad) {
    return new Preprocessing(
        List.of(),
        new Resize(ResizeMode.SHORTEST_EDGE, size),
        new Crop(size, size),
        pad,
        Resample.BICUBIC,
        0.00392156862745098,
        List.of(0.48145466, 0.4578275, 0.40821073),
        List.of(0.26862954, 0.26130258, 0.27577711));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void resizesToTheSameBytesAsPillow(String image) throws Exception {
    RgbImage expected = new Goldens().rgb("resized_rgb." + image);

    RgbImage resized = new Preprocessor(clip(56, null)).resized(Goldens.image(path(image)));

    assertThat(resized.width()).isEqualTo(expected.width());
    assertThat(resized.height()).isEqualTo(expected.height());
    assertThat(resized.rgb()).isEqualTo(expected.rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void cropsAndNormalisesAsClipDoes(String image) throws Exception {
    float[] pixels = new Preprocessor(clip(56, null)).pixels(Goldens.image(path(image))).values();

    assertThat(pixels)
        .containsExactly(new Goldens().floats("clip_pixel_values." + image), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void padsToASquareAsLlavaDoes(String image) throws Exception {
    float[] pixels =
        new Preprocessor(clip(56, MEAN_COLOUR)).pixels(Goldens.image(path(image))).values();

    assertThat(pixels)
        .containsExactly(new Goldens().floats("pad_pixel_values." + image), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void makesTheWholeViewOfSmolVlmInItsSteps(String image) throws Exception {
    Goldens goldens = Goldens.ofWholeViews();
    FirstResize longest = new FirstResize(FirstResizeMode.LONGEST_EDGE, 256);
    FirstResize tiles = new FirstResize(FirstResizeMode.MULTIPLE, 64);

    RgbImage split = new Preprocessor(smolvlm(longest, tiles)).resized(Goldens.image(path(image)));
    RgbImage plain = new Preprocessor(smolvlm(longest)).resized(Goldens.image(path(image)));

    assertThat(split.rgb()).isEqualTo(goldens.octets("split." + image));
    assertThat(plain.rgb()).isEqualTo(goldens.octets("plain." + image));
  }

  @ParameterizedTest
  @CsvSource({"1, 90", "90, 1"})
  void makesAViewOfALine(int width, int height) {
    FirstResize longest = new FirstResize(FirstResizeMode.LONGEST_EDGE, 80);
    FirstResize tiles = new FirstResize(FirstResizeMode.MULTIPLE, 64);

    RgbImage view = new Preprocessor(smolvlm(longest, tiles)).resized(ramp(width, height));

    assertThat(List.of(view.width(), view.height())).isEqualTo(List.of(64, 64));
  }

  private static String path(String image) {
    return "preprocessing/image_" + image + ".png";
  }

  @Test
  void padsAPanoramaWhoseSquareWouldNotFitIntoAnArray() {
    RgbImage panorama = Canvas.filled(60_000, 4, 200, 100, 50);

    RgbImage square = new Preprocessor(clip(8, MEAN_COLOUR)).resized(panorama);

    assertThat(square.at(0, 0, 0)).isEqualTo(122);
    assertThat(square.at(7, 7, 2)).isEqualTo(104);
  }

  @ParameterizedTest
  @CsvSource({"300, 41", "41, 300"})
  void padsInBandsAsAtOnce(int width, int height) {
    RgbImage image = ramp(width, height);
    RgbImage square = Canvas.filled(300, 300, 122, 116, 104);
    Canvas.paste(square, image, (300 - width) / 2, (300 - height) / 2);

    RgbImage resized = new Preprocessor(clip(100, MEAN_COLOUR)).resized(image);

    assertThat(resized.rgb()).isEqualTo(BICUBIC.resize(square, 100, 100).rgb());
  }

  private static RgbImage ramp(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % width / 2);
    }
    return new RgbImage(width, height, rgb);
  }

  @Test
  void keepsAnImageOfTheRightSize() {
    RgbImage image = ramp(96, 96);

    assertThat(BICUBIC.resize(image, 96, 96).rgb()).isEqualTo(image.rgb());
  }

  @Test
  void enlargesAConstantImageToAConstantOne() {
    RgbImage large = BICUBIC.resize(Canvas.filled(3, 2, 7, 8, 9), 50, 40);

    assertThat(large.rgb()).isEqualTo(Canvas.filled(50, 40, 7, 8, 9).rgb());
  }

  @Test
  void roundsTheLongSideDown() {
    RgbImage resized = new Preprocessor(clip(7, null)).resized(ramp(100, 30));

    assertThat(List.of(resized.width(), resized.height())).isEqualTo(List.of(23, 7));
  }

  @Test
  void takesOnePixel() {
    float[] pixels =
        new Preprocessor(clip(4, null)).pixels(Canvas.filled(1, 1, 255, 255, 255)).values();

    assertThat(Arrays.copyOf(pixels, 16))
        .containsOnly((1f - (float) 0.48145466) / (float) 0.26862954);
  }
}
