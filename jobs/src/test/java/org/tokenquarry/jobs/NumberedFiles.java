package org.tokenquarry.jobs;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * Image files that all differ, made of a few pictures: each has another comment. So thousands of
 * them are made in a moment. A comment of random bytes makes a JPEG file as large as is wanted.
 */
final class NumberedFiles {

  private static final int PICTURES = 8;
  private static final int LONGEST_COMMENT = 65_533;

  /** The signature and the first chunk of a PNG file; the start of a JPEG file. */
  private static final int BEGIN_OF_PNG = 33;

  private static final int BEGIN_OF_JPEG = 2;

  private final boolean jpeg;
  private final List<byte[]> pictures;
  private final int bytes;

  private NumberedFiles(boolean jpeg, List<byte[]> pictures, int bytes) {
    this.jpeg = jpeg;
    this.pictures = pictures;
    this.bytes = bytes;
  }

  /** Drawn scenes of 96 px: PNG files of about 13 kB. */
  static NumberedFiles scenes() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "scenes");
    Commands.run("scenes", "--count", "" + PICTURES, "--seed", "6", "--out", folder.toString());
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      String name = String.format(Locale.ROOT, "images/scene-%06d.png", i);
      pictures.add(Files.readAllBytes(folder.resolve(name)));
    }
    return new NumberedFiles(false, pictures, 0);
  }

  /**
   * Photographs of 320 x 240 px, with the noise of a camera.
   *
   * @param bytes of a JPEG file; those without a comment have about 23 kB
   */
  static NumberedFiles photographs(int bytes) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    Random random = new Random(7);
    for (byte[] scene : scenes().pictures) {
      pictures.add(photograph(ImageIO.read(new ByteArrayInputStream(scene)), random));
    }
    return new NumberedFiles(true, pictures, bytes);
  }

  private static byte[] photograph(BufferedImage scene, Random random) throws IOException {
    BufferedImage photograph = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = photograph.createGraphics();
    canvas.drawImage(scene, 0, 0, 320, 240, null);
    canvas.dispose();
    int[] values = photograph.getRaster().getPixels(0, 0, 320, 240, (int[]) null);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(255, values[i] + (int) (20 * random.nextGaussian())));
    }
    photograph.getRaster().setPixels(0, 0, 320, 240, values);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageIO.write(photograph, "jpg", encoded);
    return encoded.toByteArray();
  }

  /**
   * Writes the files with the numbers {@code first .. last - 1}.
   *
   * @return their bytes together
   */
  long write(Path folder, int first, int last) throws IOException {
    Files.createDirectories(folder);
    long sum = 0;
    for (int number = first; number < last; number++) {
      byte[] file = file(number);
      Files.write(
          folder.resolve(String.format(Locale.ROOT, "%07d.%s", number, jpeg ? "jpg" : "png")),
          file);
      sum += file.length;
    }
    return sum;
  }

  private byte[] file(int number) {
    byte[] picture = pictures.get(number % pictures.size());
    int begin = jpeg ? BEGIN_OF_JPEG : BEGIN_OF_PNG;
    ByteBuffer file = ByteBuffer.allocate(Math.max(bytes, picture.length) + 1_000);
    file.put(picture, 0, begin);
    if (jpeg) {
      Random random = new Random(number);
      for (int left = bytes - picture.length; left > 0 || file.position() == begin; ) {
        byte[] comment = new byte[Math.max(8, Math.min(LONGEST_COMMENT, left))];
        random.nextBytes(comment);
        file.putShort((short) 0xFFFE).putShort((short) (comment.length + 2)).put(comment);
        left -= comment.length + 4;
      }
    } else {
      byte[] chunk = ("tEXtComment\0" + number).getBytes(StandardCharsets.ISO_8859_1);
      CRC32 check = new CRC32();
      check.update(chunk);
      file.putInt(chunk.length - 4).put(chunk).putInt((int) check.getValue());
    }
    file.put(picture, begin, picture.length - begin);
    byte[] exact = new byte[file.position()];
    file.flip().get(exact);
    return exact;
  }
}
