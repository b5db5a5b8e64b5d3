package org.tokenquarry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  /** After header, count, ten entries of 12 bytes and the next directory's offset. */
  private static final int FLOAT_DATA = 8 + 2 + 10 * 12 + 4;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  /** Pixels are compared to Pillow's where the last column holds their digest. */
  @ParameterizedTest
  @CsvFileSource(resources = "hostile/expected.csv", useHeadersInDisplayName = true)
  void givesPixelsOrTheReason(
      String file, String verdict, Integer width, Integer height, String digest) throws Exception {
    byte[] content = Goldens.file("hostile/" + file);
    if (width == null) {
      assertRefused(decoder, content, verdict);
      return;
    }

    DecodedImage decoded = decoder.decode(content);

    assertThat(decoded.format()).isEqualTo(verdict);
    assertThat(decoded.image().width()).isEqualTo(width);
    assertThat(decoded.image().height()).isEqualTo(height);
    if (digest != null) {
      assertThat(sha256(decoded.image().rgb())).startsWith(digest);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void assertRefused(ImageDecoder decoder, byte[] content, String code) {
    assertThatThrownBy(() -> decoder.decode(content))
        .hasMessageEndingWith(".")
        .asInstanceOf(InstanceOfAssertFactories.type(UnreadableImageException.class))
        .extracting(e -> e.reason().code())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "made_gray.jpg",
        "wuffs_peacock.progressive.jpeg",
        "made_png_palette_trns.png",
        "pngsuite_basi6a16.png",
        "pillow_dispose_bgnd_transparency.gif",
        "made_webp_named.jpg",
        "made_anim.webp",
        "pillow_hopper_rle8_row_overflow.bmp",
        "skimage_multipage.tif"
      })
  void neverReturnsHalfAnImage(String file) throws Exception {
    byte[] content = Goldens.file("hostile/" + file);
    byte[] pixels = decoder.decode(content).image().rgb();
    for (int i = 0; i < 40; i++) {
      byte[] cut = Arrays.copyOf(content, (int) ((long) content.length * i / 40));
      try {
        assertThat(decoder.decode(cut).image().rgb()).isEqualTo(pixels);
      } catch (UnreadableImageException e) {
        assertThat(e.reason())
            .as("cut to %d bytes: %s", cut.length, e.getMessage())
            .isIn(Reason.EMPTY, Reason.NOT_AN_IMAGE, Reason.TRUNCATED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pillow_hopper_orientation_6.jpg",
        "pngsuite_tbbn3p08.png",
        "pillow_dispose_bgnd_transparency.gif",
        "made_anim.webp",
        "made_bmp_bomb_2pow30.bmp",
        "skimage_multipage.tif"
      })
  void throwsNothingElseWhateverTheBytes(String file) throws Exception {
    byte[] content = Goldens.file("hostile/" + file);
    Random random = new Random(20260101);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = content.clone();
      for (int k = 0; k < 3; k++) {
        int reach = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 200);
        damaged[random.nextInt(reach)] = (byte) random.nextInt();
      }
      try {
        assertThat(decoder.decode(damaged).image()).isNotNull();
      } catch (UnreadableImageException e) {
        assertThat(e).hasMessageEndingWith(".");
      }
    }
  }

  @Test
  void readsYcckAsLibjpegDoes() throws Exception {
    byte[] cmyk = Goldens.file("hostile/made_cmyk.jpg");
    byte[] ycck = cmyk.clone();
    int adobe = new String(cmyk, StandardCharsets.ISO_8859_1).indexOf("Adobe");
    ycck[adobe + 11] = 2;

    assertThat(sha256(decoder.decode(ycck).image().rgb())).startsWith("3ead465244e42096");
  }

  @Test
  void keepsTheUpperBitsOfSixteen() throws Exception {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setPixels(0, 0, 2, 1, new int[] {0x12ff, 0xfe00});

    assertThat(decoder.decode(written(grey, "png")).image().rgb())
        .isEqualTo(new byte[] {0x12, 0x12, 0x12, (byte) 0xfe, (byte) 0xfe, (byte) 0xfe});
  }

  @Test
  void dropsAlphaAndKeepsTheColourUnderIt() throws Exception {
    BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00010203);

    assertThat(decoder.decode(written(clear, "png")).image().rgb()).isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  void takesFloatsAsZeroToOne() throws Exception {
    byte[] tiff = floatTiff(0f, 0.5f, 1f, 7f, -1f, Float.NaN);

    RgbImage image = decoder.decode(tiff).image();

    assertThat(image.width()).isEqualTo(6);
    for (int x = 0; x < 6; x++) {
      assertThat(image.at(x, 0, 1)).isEqualTo(new int[] {0, 128, 255, 255, 0, 0}[x]);
    }
  }

  /** One row of little-endian grey float32 samples. */
  private static byte[] floatTiff(float... row) {
    int[][] entries = {
      {256, 4, row.length}, {257, 4, 1}, {258, 3, 32}, {259, 3, 1}, {262, 3, 1},
      {273, 4, FLOAT_DATA}, {277, 3, 1}, {278, 4, 1}, {279, 4, 4 * row.length}, {339, 3, 3}
    };
    ByteBuffer tiff =
        ByteBuffer.allocate(FLOAT_DATA + 4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) entries.length);
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1).putInt(entry[2]);
    }
    tiff.position(FLOAT_DATA).asFloatBuffer().put(row);
    return tiff.array();
  }

  private static byte[] written(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  @Test
  void keepsToItsLimits() throws Exception {
    byte[] png = written(new BufferedImage(30, 10, BufferedImage.TYPE_INT_RGB), "png");

    assertRefused(new ImageDecoder(new ImageLimits(10, 300, 3)), png, "too-many-bytes");
    assertRefused(new ImageDecoder(new ImageLimits(1000, 299, 3)), png, "too-many-pixels");
    assertRefused(new ImageDecoder(new ImageLimits(1000, 300, 2.9)), png, "extreme-ratio");
    assertThat(new ImageDecoder(new ImageLimits(1000, 300, 3)).decode(png).image().width())
        .isEqualTo(30);
  }

  @Test
  void refusesLimitsThatAllowNothing() {
    assertThatThrownBy(() -> new ImageLimits(1, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limits below 1: 1 bytes, 0 pixels, ratio 2.0");
  }

  /** As on a Spark executor, whose own class loader does not see the application's jars. */
  @Test
  void findsItsReadersWhateverTheContextClassLoader() throws Exception {
    String[] path = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    URL[] urls = new URL[path.length];
    for (int i = 0; i < path.length; i++) {
      urls[i] = new File(path[i]).toURI().toURL();
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(platform);
    try (URLClassLoader apart = new URLClassLoader(urls, platform)) {
      Class<?> limits = apart.loadClass(ImageLimits.class.getName());
      Class<?> separate = apart.loadClass(ImageDecoder.class.getName());
      Object instance =
          separate.getConstructor(limits).newInstance(limits.getField("DEFAULT").get(null));
      Method decode = separate.getMethod("decode", byte[].class);

      Object decoded = decode.invoke(instance, (Object) Goldens.file("hostile/made_anim.webp"));

      assertThat(decoded).asString().startsWith("DecodedImage[format=webp");
    } finally {
      Thread.currentThread().setContextClassLoader(context);
    }
  }
}
