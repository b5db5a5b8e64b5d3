package org.tokenquarry.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

  /** Stored pixels: 1 2 3 over 4 5 6. */
  private static final RgbImage STORED = numbered(3, 2, 1, 2, 3, 4, 5, 6);

  private static RgbImage numbered(int width, int height, int... values) {
    byte[] rgb = new byte[values.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / 3];
    }
    return new RgbImage(width, height, rgb);
  }

  /** As TIFF 6.0 defines them: where the stored first row and column are in the upright image. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 123456",
    "2, 3, 321654",
    "3, 3, 654321",
    "4, 3, 456123",
    "5, 2, 142536",
    "6, 2, 415263",
    "7, 2, 635241",
    "8, 2, 362514",
    "0, 3, 123456",
    "9, 3, 123456",
    "99, 3, 123456"
  })
  void turnsTheImageUpright(int value, int width, String pixels) {
    RgbImage upright = Orientation.of(exif(value)).applied(STORED);

    int[] expected = pixels.chars().map(c -> c - '0').toArray();
    assertThat(upright.width()).isEqualTo(width);
    assertThat(upright.rgb()).isEqualTo(numbered(width, 6 / width, expected).rgb());
  }

  @Test
  void takesABrokenBlockForUpright() {
    ByteBuffer whole = exif(6);
    for (int length = 0; length < 20; length++) {
      assertThat(Orientation.of(whole.slice(0, length))).isEqualTo(Orientation.UPRIGHT);
    }
    ByteBuffer far = exif(6).putInt(4, -1);
    assertThat(Orientation.of(far)).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void readsTheExifChunkOfAPng() throws Exception {
    byte[] png = Goldens.file("hostile/pngsuite_basn0g01.png");
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    int afterHeader = 8 + 12 + 13;
    turned.write(png, 0, afterHeader);
    turned.writeBytes(chunk(exif(6).array()));
    turned.write(png, afterHeader, png.length - afterHeader);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    RgbImage image = decoder.decode(turned.toByteArray()).image();

    assertThat(image.rgb())
        .isEqualTo(Orientation.TURN_RIGHT.applied(decoder.decode(png).image()).rgb());
  }

  private static byte[] chunk(byte[] exif) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
    chunk.putInt(exif.length).put(new byte[] {'e', 'X', 'I', 'f'}).put(exif);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + exif.length);
    return chunk.putInt((int) sum.getValue()).array();
  }

  private static ByteBuffer exif(int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(26);
    exif.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return exif.rewind();
  }
}
